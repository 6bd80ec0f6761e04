import { csv } from './csv.js';
import { newDisputes } from './disputes.js';

/** A file that must be refused, and where the refusal must point. */
export interface MalformedFile {
  name: string;
  content: Buffer;
  /** Report code of Bazaar's interface. */
  code: string;
  /** Line (from 1, the header being 1) and column (from 1) of the first complaint. */
  line: number;
  column: number;
}

const HEADER = 'reference,amount,currency,reason';
const GOOD = 'OK-1,10.00,EUR,Charged twice';

/** Every way of being wrong that a user's spreadsheet has come up with. */
export const malformedFiles: readonly MalformedFile[] = [
  { name: 'wrong-header.csv', content: text('ref,amount,currency,reason', GOOD), code: 'wrong_header', line: 1, column: 1 },
  { name: 'short-row.csv', content: text(HEADER, GOOD, 'OK-2,10.00'), code: 'wrong_column_count', line: 3, column: 3 },
  { name: 'bad-amount.csv', content: text(HEADER, 'OK-1,ten,EUR,Charged twice'), code: 'bad_amount', line: 2, column: 2 },
  { name: 'negative-amount.csv', content: text(HEADER, GOOD, 'OK-2,-5.00,EUR,Charged twice'), code: 'bad_amount', line: 3, column: 2 },
  { name: 'not-utf8.csv', content: Buffer.concat([text(HEADER), Buffer.from('OK-1,10.00,EUR,Gr'), Buffer.from([0xf6, 0xdf]), Buffer.from('e\n')]), code: 'not_utf8', line: 2, column: 4 },
  { name: 'open-quote.csv', content: text(HEADER, 'OK-1,10.00,EUR,"Charged twice'), code: 'open_quote', line: 2, column: 4 },
  { name: 'empty.csv', content: Buffer.alloc(0), code: 'empty', line: 1, column: 1 },
  { name: 'no-rows.csv', content: text(HEADER), code: 'no_rows', line: 2, column: 1 },
  { name: 'binary.csv', content: Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), Buffer.alloc(2048, 1)]), code: 'binary', line: 1, column: 1 },
  { name: 'formula.csv', content: text(HEADER, 'OK-1,10.00,EUR,=cmd|\' /C calc\'!A0'), code: 'formula_cell', line: 2, column: 4 },
];

/** A good file to go beside them. */
export function goodFile(prefix: string, rows = 20): Buffer { return csv(newDisputes(rows, prefix)); }

function text(...lines: string[]): Buffer { return Buffer.from(`${lines.join('\n')}\n`); }
