import { until, type Stores } from '../../fixtures/index.js';

/**
 * Waits until somebody stands in the queue for a row that a gate holds. Who comes then stands behind: so it is certain who is first when the gate opens.
 * @param table whose rows have an `id`
 * @throws StillMissing when nobody has come in 15 s
 * @example if (user !== first) await queued(stores, 'gallery_collections', id);
 */
export async function queued({ postgres }: Stores, table: string, id: string): Promise<void> {
  const queue = `select l.pid from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database() join ${table} r on r.id = $1
    where l.locktype = 'tuple' and l.relation = '${table}'::regclass and format('(%s,%s)', l.page, l.tuple) = r.ctid::text`;
  await until(`somebody to come to the row of ${table}`, async () => (await postgres.rows(queue, [id])).length > 0, { everyMs: 3 });
}
