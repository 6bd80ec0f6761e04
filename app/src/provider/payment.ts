/** Money in whole cents; outside it is text with two decimals. */
export type Cents = number;

export const cents = (amount: string): Cents => Math.round(Number(amount) * 100);
export const text = (amount: Cents): string => (amount / 100).toFixed(2);

export interface Operation {
  /** The idempotency key, of what was asked for over the API; else made here. */
  id: string;
  kind: 'authorize' | 'capture' | 'refund' | 'void';
  /** Who began it: the customer of this provider, or the provider's own desk. */
  origin: 'bazaar' | 'provider';
  amount: string;
  status: 'succeeded' | 'failed';
  /** Its place among the payment's operations: 1, 2, 3 … */
  sequence: number;
}

export interface Payment {
  id: string;
  account: string;
  /** The customer's own name for it. */
  reference: string;
  status: 'authorized' | 'declined' | 'captured' | 'voided' | 'refunded';
  amount: string;
  captured: string;
  refunded: string;
  /** Rises with every operation. */
  version: number;
  operations: Operation[];
}

/** An answer that is not a success. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: Record<string, unknown>;

  constructor(status: number, code: string, message: string, details: Record<string, unknown> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
