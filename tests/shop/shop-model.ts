import type { Faker } from '@faker-js/faker';
import { answered, type Row, type Stores } from '../../fixtures/index.js';
import type { ShopDesk } from './shop-desk.js';
import type { Level, Order, Product, Reservation } from './shop.types.js';

/** What one user did and was told, one after the other. Of what has no answer nothing is known; the mix has no such. */
export interface Account {
  user: string;
  /** Of each reservation, as its user last made it. */
  reservations: Map<string, 'ACTIVE' | 'RELEASED' | 'ORDERED'>;
  orders: Map<string, 'PLACED' | 'CANCELLED'>;
  /** What was read that cannot have been so. */
  misread: Row[];
  reads: number;
  writes: number;
}

/** What all know of the catalogue: the newest version of each product whose change was acknowledged. */
export interface Scene { products: readonly Product[]; acknowledged: Map<string, number> }

export const newAccount = (user: string): Account => ({ user, reservations: new Map(), orders: new Map(), misread: [], reads: 0, writes: 0 });

/** Looks at one thing, and holds it against what must be. */
export async function read(desk: ShopDesk, account: Account, { products, acknowledged }: Scene, random: Faker): Promise<void> {
  account.reads++;
  const { id, sku } = random.helpers.arrayElement(products);
  const known = new Map(acknowledged);
  const old = (product: Product) => product.version < (known.get(product.id) ?? 1);
  switch (random.helpers.arrayElement(['product', 'catalogue', 'sku', 'orders', 'report'] as const)) {
    case 'product': {
      const { product, levels } = answered<{ product: Product; levels: Level[] }>(await desk.product(id), 200);
      const torn = levels.filter(({ onHand, reserved, sold, received }) => onHand + reserved + sold !== received || Math.min(onHand, reserved, sold) < 0);
      account.misread.push(...torn.map((level) => ({ torn: level })), ...(old(product) ? [{ older_than_acknowledged: product }] : []));
      return;
    }
    case 'catalogue': {
      const found = answered<{ products: Product[] }>(await desk.products(), 200).products;
      account.misread.push(...found.filter(old).map((product) => ({ older_than_acknowledged: product })));
      return;
    }
    case 'sku': {
      const { product } = answered<{ product: Product }>(await desk.bySku(sku), 200);
      if (product.id !== id || old(product)) account.misread.push({ wrong_or_old: product });
      return;
    }
    case 'orders': {
      const found = new Map(answered<{ orders: Order[] }>(await desk.orders({ limit: 100 }), 200).orders.map((order) => [order.id, order.status]));
      for (const [order, status] of account.orders) if (found.get(order) !== status) account.misread.push({ order, told: status, read: found.get(order) });
      return;
    }
    case 'report': {
      const { head, foot } = answered<{ head: Row; foot: Row }>(await desk.report(id), 200);
      if (JSON.stringify(head) !== JSON.stringify(foot)) account.misread.push({ head, foot });
    }
  }
}

/** Does one thing. What is refused for lack of stock changes nothing. */
export async function write(desk: ShopDesk, account: Account, { products }: Scene, random: Faker): Promise<void> {
  account.writes++;
  const held = [...account.reservations].filter(([, status]) => status === 'ACTIVE').map(([id]) => id);
  const placed = [...account.orders].filter(([, status]) => status === 'PLACED').map(([id]) => id);
  const wanted = { productId: random.helpers.arrayElement(products).id, quantity: random.number.int({ min: 1, max: 3 }) };
  const what = random.helpers.arrayElement(['reserve', 'reserve', held.length > 0 ? 'order' : 'reserve', held.length > 0 ? 'release' : 'buy', placed.length > 0 ? 'cancel' : 'buy'] as const);
  switch (what) {
    case 'reserve': {
      const reply = await desk.reserve(wanted);
      if (reply.status !== 409) account.reservations.set(answered<{ reservation: Reservation }>(reply, 201).reservation.id, 'ACTIVE');
      return;
    }
    case 'release': {
      const id = random.helpers.arrayElement(held);
      answered204(await desk.release(id));
      account.reservations.set(id, 'RELEASED');
      return;
    }
    case 'order': {
      const id = random.helpers.arrayElement(held);
      account.orders.set(answered<{ order: Order }>(await desk.order({ reservationIds: [id] }), 201).order.id, 'PLACED');
      account.reservations.set(id, 'ORDERED');
      return;
    }
    case 'buy': {
      const reply = await desk.order({ lines: [wanted] });
      if (reply.status !== 409) account.orders.set(answered<{ order: Order }>(reply, 201).order.id, 'PLACED');
      return;
    }
    case 'cancel': {
      const id = random.helpers.arrayElement(placed);
      const { lines } = answered<{ order: Order }>(await desk.cancel(id), 200).order;
      account.orders.set(id, 'CANCELLED');
      for (const { reservationId } of lines) if (account.reservations.has(reservationId)) account.reservations.set(reservationId, 'RELEASED');
    }
  }
}

function answered204({ status, excerpt }: { status: number; excerpt: string }): void {
  if (status !== 204) throw new Error(`expected 204, was answered ${status}: ${excerpt}`);
}

/** What differs between what all users were told and what the stores hold: empty when they agree. */
export async function differences({ postgres }: Stores, tenantId: string, accounts: readonly Account[]): Promise<Row[]> {
  const told = new Map(accounts.flatMap(({ user, orders, reservations }) => [...orders, ...reservations].map(([id, status]) => [`${user} ${id}`, status as string])));
  const stored = new Map((await postgres.rows<{ key: string; status: string }>(`
    select user_id || ' ' || id as key, status from shop_orders where tenant_id = $1
    union all select user_id || ' ' || id, status from shop_reservations where tenant_id = $1 and expires_at is not null`, [tenantId])).map(({ key, status }) => [key, status]));
  return [...new Set([...told.keys(), ...stored.keys()])].filter((key) => told.get(key) !== stored.get(key)).map((key) => ({ what: key, told: told.get(key), stored: stored.get(key) }));
}
