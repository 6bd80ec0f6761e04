import { randomUUID } from 'node:crypto';
import { answered, type HttpClient, type Reply } from '../../fixtures/index.js';
import type { Level, Order, Payment, Product, Reservation, Reserved, Wanted, Warehouse } from './shop.types.js';

/** A card that the provider takes. */
export const CARD = 'tok_visa';

/**
 * Bazaar's shop as one user sees it. Each method is one request and gives back the answer, whatever it is, unless it says otherwise. What creates
 * carries an idempotency key: a new one each time, unless it is given.
 */
export class ShopDesk {
  readonly #api: HttpClient;

  constructor({ api }: { api: HttpClient }) { this.#api = api; }

  products(): Promise<Reply> { return this.#api.get('/api/shop/products'); }
  product(id: string): Promise<Reply> { return this.#api.get(`/api/shop/products/${id}`); }
  bySku(sku: string): Promise<Reply> { return this.#api.get(`/api/shop/products/by-sku/${sku}`); }
  report(id: string): Promise<Reply> { return this.#api.get(`/api/shop/products/${id}/report`); }
  makeProduct(product: { sku: string; name: string; price: string }, key?: string): Promise<Reply> { return this.#create('/api/shop/products', product, key); }
  editProduct(id: string, version: number, changes: { name?: string; description?: string; price?: string }): Promise<Reply> { return this.#api.patch(`/api/shop/products/${id}`, { json: { version, ...changes } }); }
  makeWarehouse(name: string, key?: string): Promise<Reply> { return this.#create('/api/shop/warehouses', { name }, key); }
  deliver(warehouseId: string, lines: readonly { productId: string; quantity: number }[], key?: string): Promise<Reply> { return this.#create(`/api/shop/warehouses/${warehouseId}/deliveries`, { lines }, key); }

  reserve(wanted: Wanted, key?: string): Promise<Reply> { return this.#create('/api/shop/reservations', wanted, key); }
  reservations(): Promise<Reply> { return this.#api.get('/api/shop/reservations'); }
  release(id: string): Promise<Reply> { return this.#api.delete(`/api/shop/reservations/${id}`); }

  order(wanted: { reservationIds?: readonly string[]; lines?: readonly Wanted[] }, key?: string): Promise<Reply> { return this.#create('/api/shop/orders', wanted, key); }
  orders(query: { all?: boolean; limit?: number; after?: string } = {}): Promise<Reply> { return this.#api.get('/api/shop/orders', { query }); }
  orderOf(id: string): Promise<Reply> { return this.#api.get(`/api/shop/orders/${id}`); }
  events(orderId: string): Promise<Reply> { return this.#api.get(`/api/shop/orders/${orderId}/events`); }
  cancel(orderId: string): Promise<Reply> { return this.#api.post(`/api/shop/orders/${orderId}/cancel`); }
  totals(): Promise<Reply> { return this.#api.get('/api/shop/customer'); }

  pay(orderId: string, { card = CARD, capture }: { card?: string; capture?: boolean } = {}, key?: string): Promise<Reply> { return this.#create(`/api/shop/orders/${orderId}/payments`, { card, capture }, key); }
  payment(id: string): Promise<Reply> { return this.#api.get(`/api/shop/payments/${id}`); }
  capture(paymentId: string): Promise<Reply> { return this.#api.post(`/api/shop/payments/${paymentId}/capture`); }
  refund(paymentId: string, amount: string, key?: string): Promise<Reply> { return this.#create(`/api/shop/payments/${paymentId}/refunds`, { amount }, key); }
  ledger(): Promise<Reply> { return this.#api.get('/api/shop/ledger'); }

  beginStocktake(warehouseId: string, leaseSeconds?: number): Promise<Reply> { return this.#api.post(`/api/shop/warehouses/${warehouseId}/stocktake`, { json: { leaseSeconds } }); }
  count(warehouseId: string, productId: string, token: number, counted: number): Promise<Reply> { return this.#api.put(`/api/shop/warehouses/${warehouseId}/stocktake/counts/${productId}`, { json: { token, counted } }); }

  raisePrice(id: string, percent: number): Promise<Reply> { return this.#create(`/api/shop/products/${id}/price`, { percent }); }
  setDuty(warehouseId: string, userId: string, onDuty: boolean): Promise<Reply> { return this.#api.put(`/api/shop/warehouses/${warehouseId}/duty`, { json: { userId, onDuty } }); }
  receipt(amount: string): Promise<Reply> { return this.#create('/api/shop/till/receipts', { amount }); }
  closeTill(): Promise<Reply> { return this.#create('/api/shop/till/close', {}); }
  till(): Promise<Reply> { return this.#api.get('/api/shop/till'); }

  /** Reserves as it should go. @throws Error with what was answered instead */
  async hold(wanted: Wanted): Promise<Reservation> { return answered<Reserved>(await this.reserve(wanted), 201).reservation; }

  /** Orders as it should go. */
  async buy(wanted: { reservationIds?: readonly string[]; lines?: readonly Wanted[] }): Promise<Order> { return answered<{ order: Order }>(await this.order(wanted), 201).order; }

  /** Pays as it should go: at once, or, with `capture: false`, authorized only. */
  async settle(orderId: string, options: { capture?: boolean } = {}): Promise<Payment> { return answered<{ payment: Payment }>(await this.pay(orderId, options), 201).payment; }

  /** The order, as it should be answered. */
  async seen(orderId: string): Promise<Order> { return answered<{ order: Order }>(await this.orderOf(orderId), 200).order; }

  /** What one's orders came to, as far as it has been told. */
  async account(): Promise<{ placed: number; paid: number; cancelled: number; spent: string; refunded: string }> { return answered(await this.totals(), 200); }

  #create(path: string, json: object, key: string = randomUUID()): Promise<Reply> { return this.#api.post(path, { json, headers: { 'idempotency-key': key } }); }
}

/** What staff can do, as it should go. */
export class Stockroom {
  readonly #desk: ShopDesk;

  constructor(desk: ShopDesk) { this.#desk = desk; }

  async warehouse(name: string): Promise<Warehouse> { return answered<{ warehouse: Warehouse }>(await this.#desk.makeWarehouse(name), 201).warehouse; }

  async product(sku: string, price: string): Promise<Product> { return answered<{ product: Product }>(await this.#desk.makeProduct({ sku, name: `Product ${sku}`, price }), 201).product; }

  async fill(warehouseId: string, productIds: readonly string[], quantity: number): Promise<Level[]> {
    return answered<{ levels: Level[] }>(await this.#desk.deliver(warehouseId, productIds.map((productId) => ({ productId, quantity }))), 201).levels;
  }
}

/** The code that a refusal names: `sold_out`. */
export const refusal = (reply: Reply): string => reply.json<{ error: string }>().error;
