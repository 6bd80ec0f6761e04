import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Any number, as long as nothing else locks it. */
const LOCK = 7_402_189_563;

/**
 * Applies, in the order of their names, the migrations that the database does not have yet: each in a transaction of its own,
 * with its name and checksum. Returns the names of those it applied.
 *
 * Protected by: an advisory lock, so that several processes that start at once migrate one after the other.
 */
export async function migrate(url: string, directory: string): Promise<string[]> {
  const names = (await readdir(directory)).filter((name) => /^\d{3}_\w+\.sql$/.test(name)).sort();
  const client = new pg.Client({ connectionString: url, application_name: 'bazaar migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query('create table if not exists schema_migrations (name text primary key, checksum text not null, applied_at timestamptz not null default now())');
    const { rows } = await client.query<{ name: string; checksum: string }>('select name, checksum from schema_migrations');
    const known = new Map(rows.map((row) => [row.name, row.checksum]));
    const applied: string[] = [];
    for (const name of names) {
      const sql = await readFile(join(directory, name), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      if (known.get(name) === checksum) continue;
      if (known.has(name)) throw new Error(`${name} was changed after it had been applied to this database: write a new migration instead.`);
      await apply(client, name, sql, checksum);
      applied.push(name);
    }
    return applied;
  } finally {
    await client.end();
  }
}

async function apply(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migrations (name, checksum) values ($1, $2)', [name, checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`${name} could not be applied: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
