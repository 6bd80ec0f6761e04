import { invariant, type Invariant, type Row } from '../../fixtures/index.js';
import { liveLocks } from './locks.js';

/** The longest lease that anybody may ask for, in milliseconds. */
const LONGEST_LEASE_MS = 300_000;

/** What is true of a tenant whatever its users, and those of others, did. */
export function tenancyInvariants(tenantId: string): Invariant[] {
  return [...seams(), ...locks(tenantId), ...stock(tenantId)];
}

/** Where one tenant ends and the next begins, in every store that keeps several. */
export function seams(): Invariant[] {
  return [
    invariant('every table that belongs to tenants has row security, and its policy', ({ postgres }) => postgres.rows(`
      select c.relname as table, c.relrowsecurity as row_security, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (c.relname ~ '^(shop|billing|ledger)_' or c.relname in ('idempotency_keys', 'tenant_fences'))
          and (not c.relrowsecurity or not exists (select from pg_policy p where p.polrelid = c.oid and p.polwithcheck is not null and pg_get_expr(p.polqual, c.oid) ~ 'bazaar.tenant'))`)),
    invariant('who requests act as owns nothing, and is bound by row security', ({ postgres }) => postgres.rows(`
      select r.rolname as role, r.rolsuper, r.rolbypassrls, (select count(*)::int from pg_class where relowner = r.oid) as owns from pg_roles r where r.rolname = 'bazaar_tenant'
        and (r.rolsuper or r.rolbypassrls or exists (select from pg_class where relowner = r.oid))`)),
    invariant('no reference leads from one tenant to another', ({ postgres }) => postgres.rows(`
      select c.conrelid::regclass::text as table, c.conname as constraint from pg_constraint c
        join pg_class f on f.oid = c.confrelid join pg_attribute a on a.attrelid = f.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.contype = 'f' and c.conrelid::regclass::text ~ '^(shop|billing|ledger)_' and f.relname <> 'users' and not (a.attnum = any (c.confkey))`)),
    invariant('every key in Redis says whose it is', async ({ postgres, redis }) => {
      const known = new Set((await postgres.rows<{ id: string }>('select id from tenants union select id from users')).map(({ id }) => id));
      const keys = (await Promise.all(['shop:*', 'billing:*', 'lock:*', 'lock-token:*', 'rate:*'].map((pattern) => redis.keys(pattern)))).flat();
      return keys.filter((key) => !key.split(':').some((part) => known.has(part))).map((key): Row => ({ key }));
    }),
  ];
}

/** The distributed lock: what is in Redis, and what Postgres knows of it. */
export function locks(tenantId: string): Invariant[] {
  return [
    invariant('every lock has a holder, and a lease that ends', async (stores) =>
      (await liveLocks(stores, tenantId)).filter(({ owner, token, leftMs }) => owner === '' || !(token > 0) || leftMs < 0 || leftMs > LONGEST_LEASE_MS).map((lock): Row => ({ ...lock }))),
    invariant('nobody holds a lock with a token that has been passed', async (stores) => {
      const fences = await stores.postgres.rows<{ name: string; token: string }>('select name, token::text as token from tenant_fences where tenant_id = $1', [tenantId]);
      const held = await liveLocks(stores, tenantId);
      return held.filter(({ name, token }) => Number(fences.find((fence) => fence.name === name)?.token ?? 0) !== token)
        .map(({ name, token }): Row => ({ name, token, fence: fences.find((fence) => fence.name === name)?.token ?? 'none' }));
    }),
  ];
}

/** Stock is neither made nor lost, and is explained by its reservations. */
export function stock(tenantId: string): Invariant[] {
  return [
    invariant('what came in is on hand, reserved or sold', ({ postgres }) => postgres.rows(
      'select * from shop_stock where tenant_id = $1 and (least(on_hand, reserved, sold) < 0 or on_hand + reserved + sold <> received)', [tenantId])),
    invariant('what is reserved and sold is what the reservations say', ({ postgres }) => postgres.rows(`
      select s.product_id, s.warehouse_id, s.on_hand, s.reserved, s.sold, r.held, r.gone from shop_stock s left join lateral (
        select coalesce(sum(quantity) filter (where status in ('ACTIVE', 'ORDERED')), 0)::int as held, coalesce(sum(quantity) filter (where status = 'SOLD'), 0)::int as gone
          from shop_reservations r where (r.tenant_id, r.product_id, r.warehouse_id) = (s.tenant_id, s.product_id, s.warehouse_id)) r on true
        where s.tenant_id = $1 and (s.reserved <> r.held or s.sold <> r.gone)`, [tenantId])),
  ];
}
