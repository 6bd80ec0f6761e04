import { createHmac, randomUUID } from 'node:crypto';
import type { Accounts } from './accounts.js';
import type { EventType } from './books.js';
import { type Payment, Refused } from './payment.js';

/** After so many failures of one sending nobody tries again. */
const MOST_RETRIES = 8;
const FIRST_RETRY_MS = 200;

/** What happened to a payment, and whom it was told how often. */
interface Event {
  id: string;
  type: EventType;
  payment: Payment;
  /** What is sent: the payment as it was then. */
  body: string;
  deliveries: { at: string; status: number | null }[];
  /** Sendings that are still to come, or under way. */
  waiting: number;
}

interface Sending {
  event: Event;
  failures: number;
}

/** What waits about one payment. Payments do not wait for each other. */
interface Lane {
  account: string;
  waiting: Sending[];
  timer?: NodeJS.Timeout;
}

/** Tells the customer of every event, as badly as its account asks for: late, repeatedly, in the wrong order, not yet. */
export class Webhooks {
  readonly #url: string;
  readonly #secret: string;
  readonly #patienceMs: number;
  readonly #accounts: Accounts;
  readonly #events = new Map<string, Event>();
  readonly #lanes = new Map<string, Lane>();

  /** @param patienceMs after which an answer to a webhook counts as none. */
  constructor(url: string, secret: string, patienceMs: number, accounts: Accounts) {
    this.#url = url;
    this.#secret = secret;
    this.#patienceMs = patienceMs;
    this.#accounts = accounts;
  }

  /** To be called at once when something happened. */
  readonly tell = (type: EventType, payment: Payment): void => {
    const { repeat } = this.#accounts.of(payment.account).webhooks;
    const id = `evt_${randomUUID()}`;
    const event: Event = { id, type, payment, body: JSON.stringify({ id, type, at: new Date().toISOString(), payment }), deliveries: [], waiting: repeat };
    this.#events.set(id, event);
    this.#queue(...Array.from({ length: repeat }, () => ({ event, failures: 0 })));
  };

  /** Sends what had been held. To be called when an account's behaviour has changed. */
  resume(account: string): void {
    for (const lane of this.#lanes.values()) if (lane.account === account) this.#schedule(lane);
  }

  list(account: string) {
    return [...this.#events.values()]
      .filter(({ payment }) => payment.account === account)
      .map(({ id, type, payment, deliveries, waiting }) => ({ id, type, paymentId: payment.id, version: payment.version, deliveries, waiting }));
  }

  /** Sends an event now, once, whatever its account asks for. @returns the status of the answer, null if there was none. */
  async deliver(id: string, ageSeconds: number): Promise<number | null> {
    const event = this.#events.get(id);
    if (!event) throw new Refused(404, 'not_found', 'There is no such event.');
    return this.#send(event, ageSeconds);
  }

  #queue(...sendings: Sending[]): void {
    const [first] = sendings;
    if (!first) return;
    const { id, account } = first.event.payment;
    const lane = this.#lanes.get(id) ?? { account, waiting: [] };
    this.#lanes.set(id, lane);
    lane.waiting.push(...sendings);
    this.#schedule(lane);
  }

  #schedule(lane: Lane): void {
    if (lane.timer || lane.waiting.length === 0) return;
    lane.timer = setTimeout(() => void this.#empty(lane), this.#accounts.of(lane.account).webhooks.delayMs);
  }

  /** Sends what waits by now: the copies of one event at once, one event after the other. */
  async #empty(lane: Lane): Promise<void> {
    const { hold, reverse } = this.#accounts.of(lane.account).webhooks;
    const batch = hold ? [] : lane.waiting.splice(0);
    const events = [...new Set(batch.map(({ event }) => event))].sort((a, b) => (a.payment.version - b.payment.version) * (reverse ? -1 : 1));
    for (const event of events) await Promise.all(batch.filter((sending) => sending.event === event).map((sending) => this.#attempt(sending)));
    delete lane.timer;
    if (!hold) this.#schedule(lane);
  }

  async #attempt({ event, failures }: Sending): Promise<void> {
    const status = await this.#send(event, 0);
    const arrived = status !== null && status >= 200 && status < 300;
    if (arrived || failures === MOST_RETRIES) {
      event.waiting--;
      return;
    }
    setTimeout(() => this.#queue({ event, failures: failures + 1 }), FIRST_RETRY_MS * 2 ** failures);
  }

  async #send(event: Event, ageSeconds: number): Promise<number | null> {
    const time = Math.floor(Date.now() / 1000) - ageSeconds;
    const signature = createHmac('sha256', this.#secret).update(`${time}.${event.body}`).digest('hex');
    const status = await fetch(this.#url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-provider-signature': `t=${time},v1=${signature}` },
      body: event.body,
      signal: AbortSignal.timeout(this.#patienceMs),
    }).then(
      async (response) => {
        await response.arrayBuffer();
        return response.status;
      },
      () => null,
    );
    event.deliveries.push({ at: new Date().toISOString(), status });
    return status;
  }
}
