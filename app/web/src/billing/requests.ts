import { api } from '../platform/client';
import { createOnce, forgetIntent } from '../platform/create-once';
import type { Account, BoxOffice, Customer, Invoice, Plan, Slot, Task, Ticket, Vendor } from './types';

const at = (...parts: string[]) => `/billing/${parts.map(encodeURIComponent).join('/')}`;

export type InvoiceLine = Invoice['lines'][number];

export const requests = {
  plans: () => api.get<{ plans: Plan[] }>('/billing/plans').then(({ plans }) => plans),
  account: () => api.get<Account>('/billing/subscription'),
  subscribe: (planId: string) => createOnce<unknown>('/billing/subscription', { planId }),
  changePlan: (planId: string, version: number) => api.put<unknown>('/billing/subscription', { planId, version }),
  cancelSubscription: () => api.delete<unknown>('/billing/subscription'),
  customer: () => api.get<{ customer: Customer }>('/billing/customer').then(({ customer }) => customer),
  editCustomer: (version: number, name: string, address: string | null) => api.put<{ customer: Customer }>('/billing/customer', { version, name, address }).then(({ customer }) => customer),
  customers: () => api.get<{ customers: Pick<Customer, 'id' | 'name'>[] }>('/billing/customers').then(({ customers }) => customers),

  vendors: () => api.get<{ vendors: Vendor[] }>('/billing/vendors').then(({ vendors }) => vendors),
  becomeVendor: (name: string) => createOnce<{ vendor: Vendor }>('/billing/vendors', { name }),

  slots: () => api.get<{ slots: Slot[] }>('/billing/slots').then(({ slots }) => slots),
  newSlot: (name: string, startsAt: string, capacity: number) => createOnce<{ slot: Slot }>('/billing/slots', { name, startsAt, capacity }).then(({ slot }) => slot),
  bookings: () => api.get<{ bookings: { slotId: string }[] }>('/billing/bookings').then(({ bookings }) => bookings.map(({ slotId }) => slotId)),
  book: (slotId: string) => createOnce<{ slot: Slot }>(at('slots', slotId, 'bookings')).then(({ slot }) => slot),
  giveUp: (slotId: string) => api.delete<{ slot: Slot }>(at('slots', slotId, 'bookings')).then(({ slot }) => slot),

  events: () => api.get<{ events: BoxOffice[] }>('/billing/events').then(({ events }) => events),
  event: (id: string) => api.get<{ event: BoxOffice }>(at('events', id)).then(({ event }) => event),
  newEvent: (name: string, price: string, total: number) => createOnce<{ event: BoxOffice }>('/billing/events', { name, price, total }).then(({ event }) => event),
  buy: (eventId: string, quantity: number) => createOnce<{ tickets: Ticket[]; event: BoxOffice }>(at('events', eventId, 'tickets'), { quantity }),
  tickets: () => api.get<{ tickets: Ticket[] }>('/billing/tickets').then(({ tickets }) => tickets),

  received: () => api.get<{ invoices: Invoice[] }>('/billing/invoices').then(({ invoices }) => invoices),
  issued: (after: number, limit = 50) => api.get<{ invoices: Invoice[]; next: number | null }>(`/billing/invoices?${new URLSearchParams({ vendor: 'me', after: String(after), limit: String(limit) })}`),
  issue: (customerId: string, period: string, lines: readonly InvoiceLine[]) => createOnce<{ invoice: Invoice }>('/billing/invoices', { customerId, period, lines }).then(({ invoice }) => invoice),
  run: (period: string, customerIds: readonly string[], text: string, amount: string) => createOnce<{ issued: string[]; existing: string[] }>('/billing/invoice-runs', { period, customerIds, text, amount }),
  voidInvoice: (id: string) => api.post<{ invoice: Invoice }>(at('invoices', id, 'void')).then(({ invoice }) => invoice),
  document: (id: string) => api.file(at('invoices', id, 'document'), AbortSignal.timeout(30_000)).then((file) => file.text()),

  askStatement: () => createOnce<{ task: Task }>('/billing/tasks', { kind: 'statement' }).then(({ task }) => task),
  task: (id: string) => api.get<{ task: Task }>(at('tasks', id)).then(({ task }) => task),
};

/** To begin anew what may have been done already: see {@link createOnce}. */
export const forget = {
  booking: (slotId: string) => forgetIntent(at('slots', slotId, 'bookings')),
  subscribing: () => forgetIntent('/billing/subscription'),
  becomingVendor: () => forgetIntent('/billing/vendors'),
  offeringSlot: () => forgetIntent('/billing/slots'),
  offeringEvent: () => forgetIntent('/billing/events'),
  buying: (eventId: string) => forgetIntent(at('events', eventId, 'tickets')),
  issuing: () => forgetIntent('/billing/invoices'),
  running: () => forgetIntent('/billing/invoice-runs'),
  asking: () => forgetIntent('/billing/tasks'),
};
