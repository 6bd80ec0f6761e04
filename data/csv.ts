import { stringify } from 'csv-stringify/sync';

/** Rows as a CSV file with a header line, quoted where RFC 4180 wants it. At least one row, since the header comes from it. */
export function csv(rows: readonly object[]): Buffer {
  if (rows.length === 0) throw new TypeError('csv() needs at least one row to know the columns');
  return Buffer.from(stringify([...rows], { header: true }));
}
