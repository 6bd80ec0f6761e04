import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface StoredFile {
  /** Relative to the store. Made here; nothing a user sent is part of it. */
  storedPath: string;
  /** SHA-256, hex. */
  checksum: string;
  byteSize: number;
}

const TEMPORARY = 'tmp';
const PATH = /^[a-z]+\/\d{4}\/[0-9a-f-]{36}\.[a-z]+$/;

/** Files below one folder, shared by all processes. A file appears there whole or not at all. */
export class FileStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Streams a file to the disk, holding none of it. Protected by: a random name, so that no two uploads meet; and by
   * writing to a temporary file that is renamed (atomic) when it is complete and safe on the disk. Whatever fails, nothing stays.
   */
  async receive(source: Readable, collection: string, extension: string): Promise<StoredFile> {
    const id = randomUUID();
    const temporary = join(this.#root, TEMPORARY, `${id}.part`);
    const storedPath = `${collection}/${new Date().getUTCFullYear()}/${id}.${extension}`;
    await mkdir(dirname(temporary), { recursive: true });
    const hash = createHash('sha256');
    let byteSize = 0;
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        byteSize += chunk.length;
        done(null, chunk);
      },
    });
    try {
      await pipeline(source, measure, createWriteStream(temporary, { flags: 'wx' }));
      await sync(temporary);
      const target = join(this.#root, storedPath);
      await mkdir(dirname(target), { recursive: true });
      await rename(temporary, target);
      await sync(dirname(target));
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    return { storedPath, checksum: hash.digest('hex'), byteSize };
  }

  /** Reading fails with `ENOENT` when the file is gone. */
  read(storedPath: string): ReadStream {
    return createReadStream(this.#resolve(storedPath), { highWaterMark: 16_384 });
  }

  /** The file held open, with its size: what is read stays what it was, also when the file is removed meanwhile. Fails with `ENOENT` when it is gone. */
  async open(storedPath: string): Promise<{ byteSize: number; stream: ReadStream }> {
    const handle = await open(this.#resolve(storedPath), 'r');
    try {
      return { byteSize: (await handle.stat()).size, stream: handle.createReadStream() };
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** The file's bytes, or so many of them from its start. For files that are known to be small. */
  async bytes(storedPath: string, atMost = Infinity): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of createReadStream(this.#resolve(storedPath), { end: atMost - 1 })) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Removing what is gone is no error. */
  async remove(storedPath: string): Promise<void> {
    await rm(this.#resolve(storedPath), { force: true });
  }

  /** Removes what uploads left behind whose process died. */
  async sweepTemporary(olderThanMs: number): Promise<void> {
    for (const name of await list(join(this.#root, TEMPORARY))) {
      const path = join(this.#root, TEMPORARY, name);
      if (await isOlder(path, olderThanMs)) await rm(path, { force: true });
    }
  }

  /** The paths of all stored files of a collection that are older than that. */
  async *olderThan(collection: string, ms: number): AsyncGenerator<string> {
    for (const year of await list(join(this.#root, collection))) {
      for (const name of await list(join(this.#root, collection, year))) {
        if (await isOlder(join(this.#root, collection, year, name), ms)) yield `${collection}/${year}/${name}`;
      }
    }
  }

  #resolve(storedPath: string): string {
    // Paths come from our own rows; one that does not look like it must not lead out of the store.
    if (!PATH.test(storedPath)) throw new Error('not a path of the file store');
    return join(this.#root, storedPath);
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function list(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > ms;
}
