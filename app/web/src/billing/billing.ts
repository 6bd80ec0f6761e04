import { isRecord } from '../platform/errors';
import { Listeners } from '../platform/listeners';
import { LiveStore } from '../platform/live-store';
import { Notices } from '../ui/notices';
import { Places } from './places';
import type { BoxOffice, Slot } from './types';

/** What is read as a whole, and read anew when live news say so. */
export type Topic = 'plans' | 'account' | 'customer' | 'customers' | 'vendors' | 'slots' | 'bookings' | 'events' | 'tickets' | 'invoices' | 'task';

/** What the pages of billing know of things that change elsewhere. One for a tab, whichever page is open. */
export class Billing {
  readonly notices = new Notices();
  readonly #events = new LiveStore<BoxOffice>(({ id }) => id, (next, held) => next.revision > held.revision);
  readonly #slots = new LiveStore<Slot>(({ id }) => id, (next, held) => next.version > held.version);
  readonly places: Places;
  readonly #onStale: (topic: Topic) => void;
  readonly #documents = new Set<string>();
  readonly #documentListeners = new Listeners();
  readonly events = this.#events.items;
  readonly onEvents = this.#events.subscribe;
  readonly slots = this.#slots.items;
  readonly onSlots = this.#slots.subscribe;
  readonly onDocuments = this.#documentListeners.subscribe;

  constructor(onStale: (topic: Topic) => void) {
    this.#onStale = onStale;
    this.places = new Places(this.#slots, this.notices, () => {
      onStale('slots');
      onStale('bookings');
    });
  }

  hear(name: string, data: unknown): void {
    if (!isRecord(data)) return;
    switch (name) {
      case 'event': {
        const held = this.#events.get(String(data.id));
        if (held) this.#events.apply({ ...held, available: Number(data.available), revision: Number(data.revision) });
        else this.#onStale('events');
        return;
      }
      case 'slot': {
        const held = this.#slots.get(String(data.id));
        if (held) this.#slots.apply({ ...held, booked: Number(data.booked), version: Number(data.version) });
        else this.#onStale('slots');
        return;
      }
      case 'subscription': return this.#onStale('account');
      case 'invoice': return this.#onStale('invoices');
      case 'document':
        this.#documents.add(String(data.invoiceId));
        this.#documentListeners.tell();
        return this.#onStale('invoices');
      case 'task': return this.#onStale('task');
    }
  }

  /** Whether one has heard that its document is written. */
  readonly hasDocument = (invoiceId: string): boolean => this.#documents.has(invoiceId);

  takeEvents(...events: BoxOffice[]): void {
    this.#events.apply(...events);
  }

  takeSlots(...slots: Slot[]): void {
    this.#slots.apply(...slots);
  }
}
