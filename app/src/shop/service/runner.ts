import type { WriteOptions } from '../../platform/call.js';
import type { Log } from '../../platform/log.js';
import type { LivePublisher } from '../../platform/live.js';
import type { Pool, Queryable } from '../../platform/postgres.js';
import { inTenant, type TenantOptions } from '../../platform/tenants.js';
import type { StockStrategy } from '../../platform/config.js';
import type { ProviderConfig } from './provider.js';

/** Who runs transactions of one tenant: a request (a `Call` is one), a webhook or a worker. */
export interface Runner {
  tenantId: string;
  write<T>(work: (tx: Queryable) => Promise<T>, options?: WriteOptions): Promise<T>;
}

/** What payments need, in an instance as in a worker. */
export interface PaymentPlatform {
  config: ProviderConfig & { stockStrategy: StockStrategy; conflictAttempts: number };
  log: Log;
  postgres: Pool;
  live: LivePublisher;
}

/** For who has no request of a user: the tenant is what a signed or stored content says. */
export const runnerOf = ({ postgres, config }: PaymentPlatform, tenantId: string, options: Pick<TenantOptions, 'lockTimeoutMs'> = {}): Runner => ({
  tenantId,
  write: (work, { isolation } = {}) => inTenant(postgres, tenantId, work, { ...options, isolation, attempts: config.conflictAttempts }),
});
