/**
 * Tabs of one browser share one refresh cookie. Whoever changes it (sign-in, refresh, sign-out) does so alone:
 * two tabs refreshing at once would present the same token twice, which Bazaar must take for theft.
 */
export function alone<T>(work: () => Promise<T>): Promise<T> {
  // Web Locks exist in secure contexts only. Without them tabs take their chance; the page itself still works.
  if (!('locks' in navigator)) return work();
  return navigator.locks.request('bazaar-refresh-cookie', work);
}

export type TabNews = { kind: 'signed-in'; userId: string } | { kind: 'signed-out' };

const channel = 'BroadcastChannel' in window ? new BroadcastChannel('bazaar-session') : undefined;

export function tellOtherTabs(news: TabNews): void {
  channel?.postMessage(news);
}

export function hearOtherTabs(hear: (news: TabNews) => void): void {
  channel?.addEventListener('message', (event: MessageEvent<TabNews>) => hear(event.data));
}
