import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { CsvError, type Parser, parse } from 'csv-parse';
import { UnreadableFile } from './report.js';
import { TextGuard } from './text-guard.js';

/** One record of a CSV file. */
export interface Row {
  /** 0 is the header. */
  index: number;
  /** Where it begins; a quoted cell may span lines. */
  line: number;
  cells: string[];
}

/** No honest row is longer; without a bound, a quote left open would gather the rest of the file into one cell. */
const MAX_ROW_CHARACTERS = 16_384;

/**
 * Reads a CSV file in pieces. Every row is handed to `onRow` as soon as it is complete; after each chunk of the file the generator yields how many
 * there have been, so that the caller can act on what it has seen or stop, and the process can attend to others. Throws `UnreadableFile`
 * where the file stops being CSV in UTF-8.
 *
 * Rows are handed over and not collected: what lives only for a moment costs no memory.
 */
export async function* readRows(source: Readable, onRow: (row: Row) => void): AsyncGenerator<number> {
  const guard = new TextGuard();
  let nextLine = 1;
  let records = 0;
  const parser = parse({
    bom: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARACTERS,
    on_record: (cells: string[], { lines }) => {
      nextLine = lines + 1;
      onRow({ index: records++, line: lines - newlinesIn(cells), cells });
      // Nothing is pushed on: the stream's own queue of objects costs more than the parsing.
      return null;
    },
  });
  parser.on('error', () => {});
  parser.resume();
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      guard.check(chunk);
      await parsed(parser, chunk, () => nextLine);
      yield records;
    }
    guard.end();
    await parsed(parser, undefined, () => nextLine);
    yield records;
  } finally {
    parser.destroy();
    source.destroy();
  }
}

function newlinesIn(cells: string[]): number {
  let count = 0;
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
}

async function parsed(parser: Parser, chunk: Buffer | undefined, line: () => number): Promise<void> {
  try {
    if (chunk) await new Promise<void>((resolve, reject) => void parser.write(chunk, (error) => (error ? reject(error) : resolve())));
    else {
      parser.end();
      await once(parser, 'end');
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const column = typeof error['column'] === 'number' ? error['column'] + 1 : 1;
    throw new UnreadableFile({ line: line(), column, code: 'open_quote', message: explain(error) });
  }
}

function explain(error: CsvError): string {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED': return 'A quote is opened here and never closed.';
    case 'CSV_MAX_RECORD_SIZE': return `The row is longer than ${MAX_ROW_CHARACTERS} characters: a quote may be left open.`;
    default: return 'A quote stands in the middle of a cell. Enclose the whole cell in quotes, and double those inside.';
  }
}
