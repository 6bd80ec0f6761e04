import type { LinkState } from '../platform/live-events';
import { Button } from './button';

const words: Record<LinkState, string> = {
  connecting: 'Connecting…',
  live: 'Live',
  lost: 'Connection lost. What you see may be old; trying again…',
};

/** One live region that stays while its words change: that is what screen readers follow. */
export function LinkNotice({ link, onRetry }: { link: LinkState; onRetry: () => void }) {
  return (
    <div className={`link ${link}`}>
      <span role="status" aria-label="Connection">{words[link]}</span>
      {link === 'lost' && <Button compact onClick={onRetry}>Reconnect now</Button>}
    </div>
  );
}
