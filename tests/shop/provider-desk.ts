import { PROVIDER_API_KEY } from '../bazaar.application.js';
import type { ProviderEvent, ProviderPayment } from './shop.types.js';

/** How the provider's sandbox is to behave towards a tenant. */
export interface Behaviour {
  webhooks?: { repeat?: number; delayMs?: number; reverse?: boolean; hold?: boolean };
  latencyMs?: number;
  failNext?: number;
  dropNext?: number;
}

/** The payment provider, past Bazaar: its books, its own desk, and the switches of its sandbox, for one account, which is a tenant. */
export class ProviderDesk {
  readonly #baseURL: string;
  readonly #account: string;

  constructor(baseURL: string, account: string) {
    this.#baseURL = baseURL;
    this.#account = account;
  }

  async behave(behaviour: Behaviour): Promise<void> { await this.#ask('PUT', `/sandbox/accounts/${this.#account}`, behaviour); }

  async payments(): Promise<ProviderPayment[]> { return (await this.#ask<{ payments: ProviderPayment[] }>('GET', `/v1/payments?account=${this.#account}`)).payments; }

  /** All that happened, in the order in which it did. */
  async events(): Promise<ProviderEvent[]> { return (await this.#ask<{ events: ProviderEvent[] }>('GET', `/sandbox/accounts/${this.#account}/events`)).events; }

  /** Sends an event once more, now, also while they are held. @returns Bazaar's status */
  async deliver(eventId: string, ageSeconds = 0): Promise<number | null> { return (await this.#ask<{ status: number | null }>('POST', `/sandbox/events/${eventId}/deliver`, { ageSeconds })).status; }

  /** A refund at the provider's own desk. @param id the provider's name of the payment */
  async refund(id: string, amount: string): Promise<void> { await this.#ask('POST', `/sandbox/payments/${id}/refunds`, { amount }); }

  async #ask<T>(method: string, path: string, body?: object): Promise<T> {
    const reply = await fetch(new URL(path, this.#baseURL), {
      method,
      headers: { authorization: `Bearer ${PROVIDER_API_KEY}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!reply.ok) throw new Error(`the payment provider answered ${reply.status} to ${method} ${path}: ${await reply.text()}`);
    return await reply.json() as T;
  }
}
