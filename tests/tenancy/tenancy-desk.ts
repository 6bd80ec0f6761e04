import { randomUUID } from 'node:crypto';
import { answered, type Reply, type User } from '../../fixtures/index.js';
import type { Invoice, Level, Stocktake } from './tenancy.types.js';

/** What one user does in the shop and in billing that is about tenants, limits and locks. A K request gets a fresh key, if none is given. */
export class TenancyDesk {
  readonly #api: User['api'];

  constructor({ api }: User) { this.#api = api; }

  begin(warehouseId: string, leaseSeconds?: number): Promise<Reply> { return this.#api.post(`/api/shop/warehouses/${warehouseId}/stocktake`, { json: { leaseSeconds } }); }
  renew(warehouseId: string, owner: string, leaseSeconds?: number): Promise<Reply> { return this.#api.put(`/api/shop/warehouses/${warehouseId}/stocktake`, { json: { owner, leaseSeconds } }); }
  end(warehouseId: string, owner: string): Promise<Reply> { return this.#api.delete(`/api/shop/warehouses/${warehouseId}/stocktake`, { query: { owner } }); }
  count({ warehouseId, token }: Pick<Stocktake, 'warehouseId' | 'token'>, productId: string, counted: number): Promise<Reply> {
    return this.#api.put(`/api/shop/warehouses/${warehouseId}/stocktake/counts/${productId}`, { json: { token, counted } });
  }

  products(): Promise<Reply> { return this.#api.get('/api/shop/products'); }
  product(id: string): Promise<Reply> { return this.#api.get(`/api/shop/products/${id}`); }
  reserve(productId: string, quantity: number, key: string = randomUUID()): Promise<Reply> { return this.#keyed('/api/shop/reservations', { productId, quantity }, key); }
  read(path: string): Promise<Reply> { return this.#api.get(path); }
  create(path: string, json: unknown, key: string = randomUUID()): Promise<Reply> { return this.#keyed(path, json, key); }

  plans(): Promise<Reply> { return this.#api.get('/api/billing/plans'); }
  becomeVendor(name: string): Promise<Reply> { return this.#keyed('/api/billing/vendors', { name }); }
  invoice(customerId: string, period: string): Promise<Reply> { return this.#keyed('/api/billing/invoices', { customerId, period, lines: [{ text: 'Goods', amount: '10.00' }] }); }

  /** Begins a stocktake as it should go. */
  async hold(warehouseId: string, leaseSeconds?: number): Promise<Stocktake> { return answered<{ stocktake: Stocktake }>(await this.begin(warehouseId, leaseSeconds), 201).stocktake; }

  /** Counts as it should go. */
  async counted(stocktake: Stocktake, productId: string, counted: number): Promise<Level> { return answered<{ level: Level }>(await this.count(stocktake, productId, counted), 200).level; }

  /** Issues an invoice as it should go. */
  async invoiced(customerId: string, period: string): Promise<Invoice> { return answered<{ invoice: Invoice }>(await this.invoice(customerId, period), 201).invoice; }

  async #keyed(path: string, json: unknown, key: string = randomUUID()): Promise<Reply> { return await this.#api.post(path, { json, headers: { 'idempotency-key': key } }); }
}
