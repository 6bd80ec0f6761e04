import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { answered, expect, type Invariant, type User } from '../../fixtures/index.js';
import { test as base } from '../bazaar.fixture.js';
import { keyOf } from './locks.js';
import { PutStock } from './put-stock.js';
import { TenancyDesk } from './tenancy-desk.js';
import { tenancyInvariants } from './tenancy.invariants.js';

/** A tenant beside the test's own. */
export interface Neighbour { tenantId: string; owner: User; put: PutStock }

/** What Redis does when a lease ends, to that lease alone. */
const END_LEASE = `if redis.call('hget', KEYS[1], 'owner') == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`;

interface TenancyFixtures {
  /** A user's hands: `desk(ann).begin(warehouseId)`. */
  desk: (user: User) => TenancyDesk;
  /** So many admins of the test's own tenant. */
  staff: (n: number) => Promise<User[]>;
  /** Its warehouses and stock. */
  put: PutStock;
  /** Makes one more tenant, with its owner signed in. */
  neighbour: (name?: string) => Promise<Neighbour>;
  /**
   * The clock as an operation of an exploration: ends the lease of a lock if `owner` still holds it, over a connection through the proxy. Needs
   * `deployment: { wire: true }`.
   */
  clock: (name: string, owner: string) => Promise<'a lease ended' | 'too late'>;
  /** Demands that every invariant about tenants holds in the test's own. */
  everythingHolds: (options?: { tenantId?: string; also?: readonly Invariant[] }) => Promise<void>;
}

export const test = base.extend<TenancyFixtures>({
  desk: async ({}, use) => { await use((user) => new TenancyDesk(user)); },

  staff: async ({ users, owner, idOf }, use) => {
    await use(async (n) => {
      const people: User[] = await users(n);
      await Promise.all(people.map(async (user) => answered(await owner.api.put(`/api/members/${await idOf(user)}/role`, { json: { role: 'admin' } }), 200)));
      return people;
    });
  },

  put: async ({ stores, tenantId }, use) => { await use(new PutStock(stores, tenantId)); },

  neighbour: async ({ owner, signIn, stores }, use) => {
    await use(async (name = 'Neighbours') => {
      const person = { name: `${name}' owner`, email: `owner.${randomBytes(6).toString('hex')}@contend.test`, password: randomBytes(18).toString('base64url') };
      const { tenant } = answered<{ tenant: { id: string } }>(await owner.api.post('/api/tenants', { json: { name, owner: person } }), 201);
      return { tenantId: tenant.id, owner: await signIn(person), put: new PutStock(stores, tenant.id) };
    });
  },

  clock: async ({ wire, target, tenantId }, use) => {
    if (wire === undefined) throw new Error('the clock is seen by an exploration only through a proxy: test.use({ deployment: { wire: true } })');
    const redis = new Redis(wire.redis.url(target.stores.redis), { connectionName: 'clock', lazyConnect: true, retryStrategy: () => null });
    await redis.connect();
    await use(async (name, owner) => ((await redis.eval(END_LEASE, 1, keyOf(tenantId, name), owner)) === 1 ? 'a lease ended' : 'too late'));
    redis.disconnect();
  },

  everythingHolds: async ({ stores, tenantId: own }, use) => {
    await use(async ({ tenantId = own, also = [] } = {}) => { await expect(stores).toHold(...tenancyInvariants(tenantId), ...also); });
  },
});

export { answered, expect };
export { endLease, keyOf, liveLocks, stocktakeOf } from './locks.js';
export { PutStock, type Place } from './put-stock.js';
export { TenancyDesk } from './tenancy-desk.js';
export * from './tenancy.invariants.js';
export type * from './tenancy.types.js';
