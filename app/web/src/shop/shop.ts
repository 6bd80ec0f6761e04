import { isRecord } from '../platform/errors';
import { LiveStore } from '../platform/live-store';
import { Notices } from '../ui/notices';
import { Basket } from './basket';
import type { Level, Order, Reservation } from './types';

/** What is read as a whole, and read anew when live news say so. */
export type Topic = 'products' | 'reservations' | 'orders';

const versionsOf = ({ version, payments }: Order) => version + payments.reduce((all, payment) => all + payment.version, 0);

/** What the shop's pages know of things that change elsewhere. One for a tab, whichever page is open. */
export class Shop {
  readonly notices = new Notices();
  readonly basket = new Basket();
  readonly #levels = new LiveStore<Level>(({ productId, warehouseId }) => `${productId} ${warehouseId}`, (next, held) => next.version > held.version);
  /** Each as it was last heard of, by whichever road: a slow answer never brings back what was before. A payment has versions of its own; none of them ever falls. */
  readonly #orders = new LiveStore<Order>(({ id }) => id, (next, held) => versionsOf(next) >= versionsOf(held));
  readonly #onStale: (topic: Topic) => void;
  readonly levels = this.#levels.items;
  readonly onLevels = this.#levels.subscribe;
  readonly onOrders = this.#orders.subscribe;
  readonly orders = this.#orders.items;
  readonly order = (id: string): Order | undefined => this.#orders.get(id);

  constructor(onStale: (topic: Topic) => void) {
    this.#onStale = onStale;
  }

  hear(name: string, data: unknown): void {
    if (!isRecord(data)) return;
    switch (name) {
      case 'level': return this.#levels.apply(data as unknown as Level);
      case 'products': return this.#onStale('products');
      case 'reservation':
        this.basket.hear(String(data.id), data.status as Reservation['status']);
        return this.#onStale('reservations');
      case 'order': {
        const held = this.#orders.get(String(data.id));
        if (!held || held.version < Number(data.version)) this.#onStale('orders');
        return;
      }
    }
  }

  takeLevels(levels: readonly Level[]): void {
    this.#levels.apply(...levels);
  }

  takeOrders(...orders: Order[]): void {
    this.#orders.apply(...orders);
  }
}
