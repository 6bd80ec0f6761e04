import { type Static, Type } from 'typebox';

// Amounts are text with two decimals throughout: what is money is never a floating-point number, and is added up in Postgres.

export interface Plan {
  id: string;
  name: string;
  price: string;
  features: string[];
  /** The one that everybody begins with. It costs nothing. */
  preset: boolean;
  version: number;
}

export interface PlanList {
  plans: Plan[];
  /** Rises with every change of a plan of the tenant. */
  revision: number;
}

export interface Customer {
  /** The user's. */
  id: string;
  name: string;
  address: string | null;
  version: number;
}

export interface Subscription {
  id: string;
  planId: string;
  status: 'ACTIVE' | 'CANCELLED';
  /** The number of the customer's change that made it what it is: rises from one subscription to the next, too. */
  version: number;
  startedAt: Date;
}

export interface Change {
  /** 1, 2, 3 … per customer, without a gap. */
  number: number;
  kind: 'start' | 'change' | 'cancel';
  fromPlan: string | null;
  toPlan: string | null;
  fromPrice: string;
  toPrice: string;
  charged: string;
  at: Date;
}

export interface Charge {
  /** Also of its transfer in the ledger. */
  id: string;
  kind: 'subscription' | 'tickets';
  amount: string;
  at: Date;
}

export interface Vendor {
  id: string;
  name: string;
  userId: string;
}

export interface Slot {
  id: string;
  vendorId: string;
  name: string;
  startsAt: Date;
  capacity: number;
  booked: number;
  version: number;
}

export interface Booking {
  slotId: string;
  userId: string;
}

/** What tickets are sold for. */
export interface BoxOffice {
  id: string;
  vendorId: string;
  name: string;
  price: string;
  total: number;
  available: number;
  /** Rises with every sale. */
  revision: number;
}

export interface Ticket {
  eventId: string;
  /** 1, 2, 3 … per event, without a gap. */
  number: number;
  price: string;
}

export interface Invoice {
  id: string;
  vendorId: string;
  customerId: string;
  period: string;
  /** 1, 2, 3 … per vendor, in the order of the commits, without a gap. */
  number: number;
  lines: { text: string; amount: string }[];
  total: string;
  status: 'ISSUED' | 'VOID';
  /** Whether a worker has written it. */
  document: boolean;
  issuedAt: Date;
}

export interface Task {
  id: string;
  kind: 'document' | 'statement';
  /** An invoice, or a customer. */
  subject: string;
  status: 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED';
  /** How often workers have claimed it. */
  attempt: number;
  worker: string | null;
  result: Record<string, string> | null;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const Uuid = Type.String({ pattern: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' });
const Version = Type.Integer({ minimum: 1 });
const Amount = Type.String({ pattern: '^(0|[1-9]\\d{0,8})\\.\\d{2}$' });
const AmountAboveZero = Type.String({ pattern: '^(?!0\\.00$)(0|[1-9]\\d{0,8})\\.\\d{2}$' });
const Period = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });
const Features = Type.Array(text(200), { maxItems: 20 });
const PlanName = text(80);
/** Of a slot, or of an event. */
const Places = Type.Integer({ minimum: 1, maximum: 1_000_000 });

export const ById = Type.Object({ id: Uuid });

export const NewPlan = Type.Object({ name: PlanName, price: Amount, features: Features });
export type NewPlan = Static<typeof NewPlan>;
export const PlanEdit = Type.Object({ version: Version, name: Type.Optional(PlanName), price: Type.Optional(Amount), features: Type.Optional(Features) });
export type PlanEdit = Static<typeof PlanEdit>;

/** Null: no address. */
export const CustomerEdit = Type.Object({ version: Version, name: text(200), address: Type.Union([Type.Null(), text(500)]) });
export type CustomerEdit = Static<typeof CustomerEdit>;

export const Subscribe = Type.Object({ planId: Uuid });
export const ChangePlan = Type.Object({ planId: Uuid, version: Version });
export type ChangePlan = Static<typeof ChangePlan>;

export const NewVendor = Type.Object({ name: text(120) });
export const NewSlot = Type.Object({ name: text(120), startsAt: Type.String({ format: 'date-time', maxLength: 40 }), capacity: Places });
export type NewSlot = Static<typeof NewSlot>;
export const NewEvent = Type.Object({ name: text(200), price: Amount, total: Places });
export type NewEvent = Static<typeof NewEvent>;
export const Purchase = Type.Object({ quantity: Type.Integer({ minimum: 1, maximum: 10 }) });

export const NewInvoice = Type.Object({
  customerId: Uuid,
  period: Period,
  lines: Type.Array(Type.Object({ text: text(200), amount: AmountAboveZero }), { minItems: 1, maxItems: 50 }),
});
export type NewInvoice = Static<typeof NewInvoice>;
export const NewRun = Type.Object({ period: Period, customerIds: Type.Array(Uuid, { minItems: 1, maxItems: 500 }), text: text(200), amount: AmountAboveZero });
export type NewRun = Static<typeof NewRun>;
export const InvoicePage = Type.Object({
  /** Those one has issued, and not those one has received. */
  vendor: Type.Optional(Type.Literal('me')),
  after: Type.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
});
export type InvoicePage = Static<typeof InvoicePage>;

export const NewTask = Type.Object({ kind: Type.Literal('statement'), customerId: Type.Optional(Uuid) });
