export type FindingCode =
  | 'not_utf8' | 'binary' | 'empty' | 'no_rows' | 'wrong_header' | 'wrong_column_count' | 'bad_reference' | 'bad_amount'
  | 'bad_currency' | 'bad_reason' | 'bad_status' | 'formula_cell' | 'open_quote' | 'too_many_rows';

/** Something wrong with a file. */
export interface Finding {
  /** Of the file, as an editor counts, from 1: where the row begins. */
  line: number;
  /** The cell of the row, from 1. */
  column: number;
  code: FindingCode;
  message: string;
}

/** The file cannot be read beyond this point. */
export class UnreadableFile extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}
