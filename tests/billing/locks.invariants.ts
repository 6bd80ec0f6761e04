import { invariant, type Invariant } from '../../fixtures/index.js';

/** Nobody holds anything any more: no lock on a row or table of billing in Postgres, no distributed lock in Redis. */
export function nothingIsHeld(tenantId: string): Invariant[] {
  return [
    invariant('no transaction holds a table of billing', ({ postgres }) => postgres.rows(`
      select a.application_name as who, c.relname as of, l.mode, a.query from pg_locks l join pg_class c on c.oid = l.relation join pg_stat_activity a on a.pid = l.pid
        where l.database = (select oid from pg_database where datname = current_database()) and c.relname like 'billing\\_%' and a.application_name like 'bazaar %'`)),
    invariant('nobody holds a distributed lock', async ({ redis }) => (await redis.keys(`lock:${tenantId}:*`)).map((key) => ({ key }))),
  ];
}
