import { randomUUID } from 'node:crypto';
import { answered, NotYet, until, type HttpClient, type Reply } from '../../fixtures/index.js';
import type { BoxOffice, Customer, Invoice, NewInvoice, NewRun, Plan, PlanList, Purchase, Slot, Subscribed, Task, Vendor } from './billing.types.js';

/** A request that creates, with the key that makes it one request however often it is sent. */
export interface KeyedRequest { method: 'POST'; path: string; json?: unknown; headers: { 'idempotency-key': string } }

/** @param key by default one that nobody has used */
export function keyed(path: string, json?: unknown, key: string = randomUUID()): KeyedRequest {
  return { method: 'POST', path: `/api/billing/${path}`, json, headers: { 'idempotency-key': key } };
}

/** How long a request may take: some are held until others are done. Milliseconds. */
const PATIENCE_MS = 420_000;

/** Bazaar's billing as one user sees it. Each method is one request and gives back the answer, whatever it is, unless it says otherwise. */
export class BillingDesk {
  readonly #api: HttpClient;

  constructor({ api }: { api: HttpClient }) { this.#api = api; }

  /** Sends a request that creates; with the same key again it is the same request. */
  create(path: string, json?: unknown, key?: string): Promise<Reply> {
    const { method, path: whole, ...request } = keyed(path, json, key);
    return this.#api.send(method, whole, { ...request, timeoutMs: PATIENCE_MS });
  }

  plans(): Promise<Reply> { return this.#get('plans'); }
  makePlan(plan: { name: string; price: string; features: string[] }, key?: string): Promise<Reply> { return this.create('plans', plan, key); }
  editPlan(id: string, edit: { version: number; name?: string; price?: string; features?: string[] }): Promise<Reply> { return this.#api.patch(`/api/billing/plans/${id}`, { json: edit }); }

  customer(): Promise<Reply> { return this.#get('customer'); }
  editCustomer(edit: { version: number; name: string; address: string | null }): Promise<Reply> { return this.#api.put('/api/billing/customer', { json: edit }); }
  customers(): Promise<Reply> { return this.#get('customers'); }

  subscription(): Promise<Reply> { return this.#get('subscription'); }
  subscribe(planId: string, key?: string): Promise<Reply> { return this.create('subscription', { planId }, key); }
  changePlan(planId: string, version: number): Promise<Reply> { return this.#api.put('/api/billing/subscription', { json: { planId, version } }); }
  cancel(): Promise<Reply> { return this.#api.delete('/api/billing/subscription'); }

  becomeVendor(name: string, key?: string): Promise<Reply> { return this.create('vendors', { name }, key); }
  vendors(): Promise<Reply> { return this.#get('vendors'); }
  offerSlot(slot: { name: string; startsAt: string; capacity: number }, key?: string): Promise<Reply> { return this.create('slots', slot, key); }
  slots(): Promise<Reply> { return this.#get('slots'); }
  book(slotId: string, key?: string): Promise<Reply> { return this.create(`slots/${slotId}/bookings`, undefined, key); }
  unbook(slotId: string): Promise<Reply> { return this.#api.delete(`/api/billing/slots/${slotId}/bookings`); }
  bookings(): Promise<Reply> { return this.#get('bookings'); }

  offerEvent(event: { name: string; price: string; total: number }, key?: string): Promise<Reply> { return this.create('events', event, key); }
  events(): Promise<Reply> { return this.#get('events'); }
  event(id: string): Promise<Reply> { return this.#get(`events/${id}`); }
  buy(eventId: string, quantity = 1, key?: string): Promise<Reply> { return this.create(`events/${eventId}/tickets`, { quantity }, key); }
  tickets(): Promise<Reply> { return this.#get('tickets'); }

  invoice(invoice: NewInvoice, key?: string): Promise<Reply> { return this.create('invoices', invoice, key); }
  invoiceRun(run: NewRun, key?: string): Promise<Reply> { return this.create('invoice-runs', run, key); }
  received(): Promise<Reply> { return this.#get('invoices'); }
  issued({ after = 0, limit = 100 }: { after?: number; limit?: number } = {}): Promise<Reply> { return this.#api.get('/api/billing/invoices', { query: { vendor: 'me', after, limit } }); }
  invoiceById(id: string): Promise<Reply> { return this.#get(`invoices/${id}`); }
  document(id: string): Promise<Reply> { return this.#get(`invoices/${id}/document`); }
  void(id: string): Promise<Reply> { return this.#api.post(`/api/billing/invoices/${id}/void`); }

  requestStatement(customerId?: string, key?: string): Promise<Reply> { return this.create('tasks', { kind: 'statement', customerId }, key); }
  task(id: string): Promise<Reply> { return this.#get(`tasks/${id}`); }

  /** The plans, as they should be answered. */
  async allPlans(): Promise<Plan[]> { return answered<PlanList>(await this.plans(), 200).plans; }

  /** One of the plans every tenant begins with. */
  async planNamed(name: 'Free' | 'Basic' | 'Pro'): Promise<Plan> { return (await this.allPlans()).find((plan) => plan.name === name)!; }

  /** One's own data, as they should be answered. */
  async self(): Promise<Customer> { return answered<{ customer: Customer }>(await this.customer(), 200).customer; }

  /** One's subscription, as it should be answered. */
  async subscribed(): Promise<Subscribed> { return answered<Subscribed>(await this.subscription(), 200); }

  /** Becomes a vendor, as it should go. */
  async asVendor(name = `Vendor ${randomUUID()}`): Promise<Vendor> { return answered<{ vendor: Vendor }>(await this.becomeVendor(name), 201).vendor; }

  /** Offers an event, as it should go. */
  async newEvent(total: number, price = '12.50'): Promise<BoxOffice> { return answered<{ event: BoxOffice }>(await this.offerEvent({ name: 'A concert', price, total }), 201).event; }

  /** Offers a slot, as it should go. */
  async newSlot(capacity: number): Promise<Slot> { return answered<{ slot: Slot }>(await this.offerSlot({ name: 'A workshop', startsAt: '2030-05-01T10:00:00Z', capacity }), 201).slot; }

  /** Buys tickets, as it should go. */
  async bought(eventId: string, quantity = 1): Promise<Purchase> { return answered<Purchase>(await this.buy(eventId, quantity), 201); }

  /** Issues an invoice, as it should go. */
  async issue(invoice: NewInvoice): Promise<Invoice> { return answered<{ invoice: Invoice }>(await this.invoice(invoice), 201).invoice; }

  /** Waits until a task is over. */
  async finished(id: string, deadlineMs = 60_000): Promise<Task> {
    return await until(`task ${id} to be over`, async () => {
      const { task } = answered<{ task: Task }>(await this.task(id), 200);
      if (task.status !== 'DONE' && task.status !== 'FAILED') throw new NotYet(`it is ${task.status}`);
      return task;
    }, { deadlineMs, everyMs: 50 });
  }

  #get(path: string): Promise<Reply> { return this.#api.get(`/api/billing/${path}`, { timeoutMs: PATIENCE_MS }); }
}
