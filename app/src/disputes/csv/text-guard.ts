import { isUtf8 } from 'node:buffer';
import { UnreadableFile } from './report.js';

const NEWLINE = 0x0a;
const COMMA = 0x2c;

/**
 * Looks through a file, chunk by chunk, for bytes that are no UTF-8 text, and counts lines so that it can say where. It holds back at
 * most the three bytes of a character that a chunk ends in the middle of.
 */
export class TextGuard {
  #held = Buffer.alloc(0);
  #line = 1;
  #column = 1;

  /** Throws `UnreadableFile` at the first wrong byte. */
  check(chunk: Buffer): void {
    const nul = chunk.indexOf(0);
    if (nul >= 0) this.#refuse('binary', 'The file holds a NUL byte: it is not a text file.', chunk.subarray(0, nul));
    const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
    const whole = bytes.length - unfinished(bytes);
    const text = bytes.subarray(0, whole);
    if (!isUtf8(text)) this.#refuse('not_utf8', 'The file is not UTF-8. Save it as UTF-8 and upload it again.', text.subarray(0, validLength(text)));
    this.#advance(text);
    // A copy, for the chunk's memory is used again.
    this.#held = Buffer.from(bytes.subarray(whole));
  }

  end(): void {
    if (this.#held.length > 0) this.#refuse('not_utf8', 'The file ends in the middle of a character.', Buffer.alloc(0));
  }

  #refuse(code: 'binary' | 'not_utf8', message: string, before: Buffer): never {
    this.#advance(before);
    throw new UnreadableFile({ line: this.#line, column: this.#column, code, message });
  }

  #advance(text: Buffer): void {
    let lineStart = 0;
    for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, lineStart)) {
      lineStart = at + 1;
      this.#line++;
      this.#column = 1;
    }
    for (let at = text.indexOf(COMMA, lineStart); at >= 0; at = text.indexOf(COMMA, at + 1)) this.#column++;
  }
}

/** The number of bytes at the end that begin a character and do not finish it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** The length of the longest valid beginning, by halving: validity of a beginning that ends at a character is monotone. */
function validLength(bytes: Buffer): number {
  let valid = 0;
  let invalid = bytes.length;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    const part = bytes.subarray(0, middle);
    if (isUtf8(part.subarray(0, part.length - unfinished(part)))) valid = middle;
    else invalid = middle;
  }
  return valid;
}
