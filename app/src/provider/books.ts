import { randomUUID } from 'node:crypto';
import { type Cents, cents, type Operation, type Payment, Refused, text } from './payment.js';

interface Entry {
  payment: Omit<Payment, 'amount' | 'captured' | 'refunded'>;
  amount: Cents;
  captured: Cents;
  refunded: Cents;
}

export type EventType = 'payment.authorized' | 'payment.declined' | 'payment.captured' | 'payment.voided' | 'payment.refunded';

/** Told of each change of a payment, with the payment as it then is. */
export type Changed = (type: EventType, payment: Payment) => void;

const DECLINED_CARD = 'tok_declined';

/** All payments, in memory. Each method begins and ends in one turn of the event loop, so whatever comes at once comes one after the other. */
export class Books {
  readonly #entries = new Map<string, Entry>();
  readonly #changed: Changed;

  constructor(changed: Changed) {
    this.#changed = changed;
  }

  /** Two keys make two payments, also with one reference: whoever calls must not ask twice. */
  authorize(operationId: string, { account, reference, amount, card }: { account: string; reference: string; amount: string; card: string }): Done {
    const good = card !== DECLINED_CARD;
    const entry: Entry = {
      payment: { id: `pay_${randomUUID()}`, account, reference, status: good ? 'authorized' : 'declined', version: 0, operations: [] },
      amount: cents(amount), captured: 0, refunded: 0,
    };
    this.#entries.set(entry.payment.id, entry);
    return this.#note(entry, { id: operationId, kind: 'authorize', origin: 'bazaar', amount, status: good ? 'succeeded' : 'failed' }, good ? 'payment.authorized' : 'payment.declined');
  }

  capture(operationId: string, id: string): Done {
    const entry = this.#entry(id);
    this.#demand(entry, entry.payment.status === 'authorized');
    entry.payment.status = 'captured';
    entry.captured = entry.amount;
    return this.#note(entry, { id: operationId, kind: 'capture', origin: 'bazaar', amount: text(entry.amount), status: 'succeeded' }, 'payment.captured');
  }

  void(operationId: string, id: string): Done {
    const entry = this.#entry(id);
    this.#demand(entry, entry.payment.status === 'authorized');
    entry.payment.status = 'voided';
    return this.#note(entry, { id: operationId, kind: 'void', origin: 'bazaar', amount: text(entry.amount), status: 'succeeded' }, 'payment.voided');
  }

  refund(operationId: string, id: string, amount: string, origin: Operation['origin']): Done {
    const entry = this.#entry(id);
    this.#demand(entry, cents(amount) > 0 && cents(amount) <= entry.captured - entry.refunded);
    entry.refunded += cents(amount);
    if (entry.refunded === entry.captured) entry.payment.status = 'refunded';
    return this.#note(entry, { id: operationId, kind: 'refund', origin, amount, status: 'succeeded' }, 'payment.refunded');
  }

  find(id: string): Payment {
    return show(this.#entry(id));
  }

  list({ account, reference }: { account?: string; reference?: string }): Payment[] {
    return [...this.#entries.values()]
      .filter(({ payment }) => (account === undefined || payment.account === account) && (reference === undefined || payment.reference === reference))
      .map(show);
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (!entry) throw new Refused(404, 'not_found', 'There is no such payment.');
    return entry;
  }

  #demand(entry: Entry, possible: boolean): void {
    if (!possible) throw new Refused(409, 'invalid_state', 'The payment is in no state for that.', { payment: show(entry) });
  }

  #note(entry: Entry, operation: Omit<Operation, 'sequence'>, type: EventType): Done {
    const { payment } = entry;
    const noted: Operation = { ...operation, sequence: payment.operations.length + 1 };
    payment.operations.push(noted);
    payment.version++;
    const shown = show(entry);
    this.#changed(type, shown);
    return { payment: shown, operation: noted };
  }
}

export interface Done {
  payment: Payment;
  operation: Operation;
}

/** As it is now: what changes later does not change it. */
const show = ({ payment, amount, captured, refunded }: Entry): Payment => ({ ...payment, operations: [...payment.operations], amount: text(amount), captured: text(captured), refunded: text(refunded) });
