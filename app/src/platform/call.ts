import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Identity, identityOf } from './auth.js';
import type { Platform } from './platform.js';
import type { Isolation, Queryable } from './postgres.js';
import { inTenant, type TenantOptions } from './tenants.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** How often the transaction of this request has run; of several the one that ran most often. 0: none has. */
    attempts: number;
  }
}

export interface WriteOptions {
  /** Preset: READ COMMITTED. */
  isolation?: Isolation;
  /** Waits for locks as long as a statement may take, instead of `LOCK_TIMEOUT_MS`. Preset: false. */
  patient?: boolean;
}

/** One request of a user, as a service sees it: who asks, and transactions in their tenant. Made by {@link callOf}. */
export class Call {
  readonly identity: Identity;
  readonly #platform: Pick<Platform, 'postgres' | 'config'>;
  readonly #request: FastifyRequest;

  constructor(platform: Pick<Platform, 'postgres' | 'config'>, request: FastifyRequest) {
    this.identity = identityOf(request);
    this.#platform = platform;
    this.#request = request;
  }

  get tenantId(): string {
    return this.identity.tenantId;
  }

  get userId(): string {
    return this.identity.userId;
  }

  /** A transaction that reads, in the user's tenant. */
  async read<T>(work: (tx: Queryable) => Promise<T>, { isolation }: Pick<WriteOptions, 'isolation'> = {}): Promise<T> {
    return this.#transaction(work, { isolation, onAttempt: this.#count });
  }

  /**
   * A transaction that writes, in the user's tenant. It runs again when it loses a conflict, at most `CONFLICT_ATTEMPTS` times: `work` reads its state itself, and what it assigns
   * outside of itself it assigns in every run. A lock that it does not get within `LOCK_TIMEOUT_MS` ends it.
   *
   * @throws 503 `unavailable` (as an answer) when it has lost every time, 409 `locked` when it waited for too long; nothing is stored then.
   */
  async write<T>(work: (tx: Queryable) => Promise<T>, { isolation, patient = false }: WriteOptions = {}): Promise<T> {
    return this.#transaction(work, { isolation, onAttempt: this.#count, ...(patient ? {} : { lockTimeoutMs: this.#platform.config.lockTimeoutMs }) });
  }

  /** As {@link write}, for what is not the request's own effect: not told in `X-Attempts`. */
  protected async bookkeep<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.#transaction(work, { lockTimeoutMs: this.#platform.config.lockTimeoutMs });
  }

  readonly #count = (attempt: number) => {
    this.#request.attempts = Math.max(this.#request.attempts, attempt);
  };

  async #transaction<T>(work: (tx: Queryable) => Promise<T>, options: TenantOptions): Promise<T> {
    const { postgres, config } = this.#platform;
    return inTenant(postgres, this.tenantId, work, { ...options, attempts: config.conflictAttempts });
  }
}

export const callOf = (platform: Pick<Platform, 'postgres' | 'config'>, request: FastifyRequest) => new Call(platform, request);

/** Says in `X-Attempts`, on answers of every kind below `scope`, how often the request's transaction ran. */
export function tellAttempts(scope: FastifyInstance): void {
  scope.addHook('onSend', async (request, reply) => {
    if (request.attempts > 0) reply.header('x-attempts', request.attempts);
  });
}
