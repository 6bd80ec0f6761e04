import pg from 'pg';

/**
 * Holds row locks while something else happens: for what must go on all the same. (For what must wait there, use a gate.)
 * @param postgres URL of the database past every proxy
 * @param select statements that lock, e.g. `select 1 from billing_plans where tenant_id = $1 for update`, each with the parameters
 */
export async function whileHeld<T>(postgres: string, select: readonly string[], parameters: unknown[], action: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: postgres, application_name: 'contend-holder' });
  await holder.connect();
  try {
    await holder.query('begin');
    for (const statement of select) await holder.query(statement, parameters);
    return await action();
  } finally {
    await holder.end();
  }
}
