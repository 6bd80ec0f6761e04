import pg from 'pg';

/** So many statements a connection keeps at most; Bazaar's are some hundreds, all constant texts. A text that were put together anew each time must not fill the server's memory. */
const MOST = 1000;

/** The name under which each text is prepared, on whichever connection. */
const names = new Map<string, string>();

/**
 * A connection on which Postgres parses and plans each statement with parameters once, and not at each of its uses: it is prepared under a name when it is first sent. What a plan
 * depends on (tables, the role that row security binds) Postgres watches itself, and plans anew when it has changed. It must be the client's own connection: a pooler between them
 * has to know prepared statements (pgbouncer from 1.21 on does).
 */
export class PreparingClient extends pg.Client {
  // As many overloads as pg has; all end here, the pool's own included.
  override query(text: never, values?: unknown, ...rest: never[]): never {
    const name = typeof text === 'string' && Array.isArray(values) ? nameOf(text) : undefined;
    const query = super.query.bind(this) as (...all: unknown[]) => never;
    return name === undefined ? query(text, values, ...rest) : query({ name, text, values: values as unknown[] }, ...rest);
  }
}

function nameOf(text: string): string | undefined {
  let name = names.get(text);
  if (name === undefined && names.size < MOST) names.set(text, name = `bazaar_${names.size + 1}`);
  return name;
}
