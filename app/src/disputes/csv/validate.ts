import type { Readable } from 'node:stream';
import type { Kind } from '../schema.js';
import { type Finding, UnreadableFile } from './report.js';
import { type Row, readRows } from './rows.js';
import { COLUMNS, isFormula } from './rules.js';

const MAX_FINDINGS = 100;

export type Verdict = { valid: true; rowCount: number } | { valid: false; report: Finding[] };

/** Reads a whole file and says how many rows it has, or what is wrong with it. */
export async function validateCsv(source: Readable, kind: Kind, maxRows: number): Promise<Verdict> {
  const report: Finding[] = [];
  let records = 0;
  /** Nothing that follows is worth reading. */
  let over = false;
  const judge = (row: Row) => {
    if (over) return;
    if (row.index === 0) over = !isRightHeader(row, kind, report);
    else if (row.index > maxRows) {
      report.push({ line: row.line, column: 1, code: 'too_many_rows', message: `A file has at most ${maxRows} rows.` });
      over = true;
    } else judgeRow(row, kind, report);
    over ||= report.length >= MAX_FINDINGS;
  };
  try {
    for await (records of readRows(source, judge)) if (over) break;
    if (records === 0) report.push({ line: 1, column: 1, code: 'empty', message: 'The file is empty.' });
    else if (records === 1 && report.length === 0) report.push({ line: 2, column: 1, code: 'no_rows', message: 'The file has a header and no rows.' });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    report.push(error.finding);
  }
  return report.length > 0 ? { valid: false, report: report.slice(0, MAX_FINDINGS) } : { valid: true, rowCount: records - 1 };
}

function isRightHeader({ line, cells }: Row, kind: Kind, report: Finding[]): boolean {
  const names = COLUMNS[kind].map((cell) => cell.name);
  const wrong = Array.from({ length: Math.max(names.length, cells.length) }, (_, index) => index).find((index) => names[index] !== cells[index]);
  if (wrong === undefined) return true;
  report.push({ line, column: wrong + 1, code: 'wrong_header', message: `The first line must be "${names.join(',')}".` });
  return false;
}

function judgeRow({ line, cells }: Row, kind: Kind, report: Finding[]): void {
  const columns = COLUMNS[kind];
  if (cells.length !== columns.length) {
    const column = Math.min(cells.length, columns.length) + 1;
    report.push({ line, column, code: 'wrong_column_count', message: `The row has ${cells.length} cells instead of ${columns.length}.` });
    return;
  }
  columns.forEach((cell, index) => {
    const value = cells[index] ?? '';
    const message = cell.check(value);
    if (cell.text && isFormula(value)) report.push({ line, column: index + 1, code: 'formula_cell', message: `A ${cell.name} must not start with =, +, - or @: a spreadsheet would run it.` });
    else if (message) report.push({ line, column: index + 1, code: cell.code, message });
  });
}
