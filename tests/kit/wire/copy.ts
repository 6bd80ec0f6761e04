import type pg from 'pg';

interface CopyConnection {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** COPY through node-postgres without a further dependency: hands rows in, or collects what comes out. */
export class Copy {
  readonly rows: Buffer[] = [];
  readonly done: Promise<void>;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;
  readonly #text: string;
  readonly #input: Iterable<Buffer>;
  #failed: Error | undefined;

  constructor(text: string, input: Iterable<Buffer> = []) {
    this.#text = text;
    this.#input = input;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  static async run(client: pg.Client, text: string, input?: Iterable<Buffer>): Promise<Copy> {
    const copy = new Copy(text, input);
    client.query(copy as unknown as pg.Submittable);
    await copy.done;
    return copy;
  }

  submit(connection: CopyConnection): void { connection.query(this.#text); }
  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.#input) connection.sendCopyFromChunk(chunk);
    connection.endCopyFrom();
  }
  handleCopyData(message: { chunk: Buffer }): void { this.rows.push(Buffer.from(message.chunk)); }
  handleCommandComplete(): void { /* the answer is complete with ReadyForQuery */ }
  handleRowDescription(): void { /* COPY has none */ }
  handleError(error: Error): void { this.#failed = error; this.#reject(error); }
  handleReadyForQuery(): void { if (!this.#failed) this.#resolve(); }
}
