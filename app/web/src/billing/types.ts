export interface Plan {
  id: string;
  name: string;
  price: string;
  features: string[];
  preset: boolean;
  version: number;
}

export interface Customer {
  id: string;
  name: string;
  address: string | null;
  version: number;
}

export interface Subscription {
  id: string;
  planId: string;
  status: 'ACTIVE' | 'CANCELLED';
  version: number;
  startedAt: string;
}

export interface Change {
  number: number;
  kind: 'start' | 'change' | 'cancel';
  fromPlan: string | null;
  toPlan: string | null;
  fromPrice: string;
  toPrice: string;
  charged: string;
  at: string;
}

export interface Charge {
  id: string;
  kind: 'subscription' | 'tickets';
  amount: string;
  at: string;
}

/** One's subscription, with what led to it. */
export interface Account {
  subscription: Subscription | null;
  changes: Change[];
  charges: Charge[];
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
  startsAt: string;
  capacity: number;
  booked: number;
  version: number;
}

/** What tickets are sold for. */
export interface BoxOffice {
  id: string;
  vendorId: string;
  name: string;
  price: string;
  total: number;
  available: number;
  revision: number;
}

export interface Ticket {
  eventId: string;
  number: number;
  price: string;
}

export interface Invoice {
  id: string;
  vendorId: string;
  customerId: string;
  period: string;
  number: number;
  lines: { text: string; amount: string }[];
  total: string;
  status: 'ISSUED' | 'VOID';
  document: boolean;
  issuedAt: string;
}

export interface Task {
  id: string;
  status: 'PENDING' | 'RUNNING' | 'DONE' | 'FAILED';
  result: Record<string, string> | null;
  error: string | null;
}
