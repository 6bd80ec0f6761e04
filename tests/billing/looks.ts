import { until, type Stores } from '../../fixtures/index.js';

/**
 * Looks again and again at something, from before an action begins until after it has ended.
 * @returns what the action resolved to, and what each look saw
 */
export async function looksDuring<T, S>(look: () => Promise<S>, action: () => Promise<T>, everyMs = 3): Promise<{ result: T; looks: S[] }> {
  const looks: S[] = [await look()];
  let over = false;
  const watching = until('what is watched to be over', async () => {
    const last = over;
    looks.push(await look());
    return last;
  }, { deadlineMs: 600_000, everyMs });
  try {
    return { result: await action(), looks };
  } finally {
    over = true;
    await watching;
  }
}

/** A statement that was seen to wait for a lock. */
export interface Waited { who: string; statement: string }

const WAITING = `select application_name as who, query as statement from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and application_name like 'bazaar %' and query ~ $1`;

/**
 * Looks, while something happens, at who waits for a lock.
 * @param statements regular expression of the statements that are looked for
 * @returns what was seen to wait, each statement of each process once, and how often was looked
 */
export async function waitsDuring<T>({ postgres }: Stores, statements: string, action: () => Promise<T>): Promise<{ result: T; waited: Waited[]; looks: number }> {
  const { result, looks } = await looksDuring(() => postgres.rows<Waited>(WAITING, [statements]), action);
  const distinct = new Map(looks.flat().map((waited) => [JSON.stringify(waited), waited]));
  return { result, waited: [...distinct.values()], looks: looks.length };
}
