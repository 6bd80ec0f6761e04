import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { imageSize } from 'image-size';
import { Readable } from 'node:stream';
import { HttpError } from '../../platform/errors.js';
import type { FileStore, StoredFile } from '../../platform/files.js';
import { cutOff, ENVELOPE_BYTES, fileMissing, fileTooLarge, isCutOff } from '../../platform/uploads.js';
import { MAX_DESCRIPTION } from '../schema.js';

export interface ImageFile extends StoredFile {
  mediaType: string;
  width: number;
  height: number;
}

/** What comes in the body of an upload. The rest is in its address, which would not hold a description. */
export interface ImageUpload {
  file: ImageFile;
  description: string;
}

interface Format {
  extension: string;
  mediaType: string;
  signature: RegExp;
}

/** By their first bytes, written here as one character a byte. */
const FORMATS: Format[] = [
  { extension: 'png', mediaType: 'image/png', signature: /^\x89PNG\r\n\x1a\n/ },
  { extension: 'jpg', mediaType: 'image/jpeg', signature: /^\xff\xd8\xff/ },
  { extension: 'webp', mediaType: 'image/webp', signature: /^RIFF[^]{4}WEBP/ },
  { extension: 'gif', mediaType: 'image/gif', signature: /^GIF8[79]a/ },
];
const SIGNATURE_BYTES = 12;
/** A JPEG says how large it is after its metadata, which may be long. */
const HEADER_BYTES = 524_288;
/** Of one character, at most. */
const UTF8_BYTES = 4;

const notAnImage = (cause?: unknown) => new HttpError(415, 'not_an_image', 'Send a PNG, JPEG, WebP or GIF.', { cause });

/**
 * Reads a multipart request to its very end, the file going straight to the disk. What it is, its bytes say, not its name. A request that is cut off, too
 * large or no image leaves no file behind.
 */
export async function readImage(request: FastifyRequest, files: FileStore, { maxBytes, maxPixels }: { maxBytes: number; maxPixels: number }): Promise<ImageUpload> {
  if (!request.isMultipart()) throw fileMissing();
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + ENVELOPE_BYTES) throw fileTooLarge(maxBytes);
  let file: (StoredFile & { format: Format }) | undefined;
  let description = '';
  try {
    for await (const part of request.parts({ limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: MAX_DESCRIPTION * UTF8_BYTES, headerPairs: 20 } })) {
      if (part.type === 'field') {
        if (part.fieldname === 'description') description = describe(part.value, part.valueTruncated);
        continue;
      }
      if (part.fieldname !== 'file') throw fileMissing();
      const { format, source } = await recognise(part.file);
      file = { ...(await files.receive(source, 'images', format.extension)), format };
      if (part.file.truncated) throw fileTooLarge(maxBytes);
    }
    if (!file) throw fileMissing();
    return { file: await measure(files, file, maxPixels), description };
  } catch (error) {
    if (file) await files.remove(file.storedPath);
    if (isCutOff(error)) throw cutOff(error);
    throw error;
  }
}

/** As it was typed: a form is encoded with another line break. Its characters are counted as the schemas of JSON bodies count them, and not as JavaScript does. */
function describe(value: unknown, truncated: boolean): string {
  const text = String(value).replaceAll('\r\n', '\n');
  if (truncated || [...text].length > MAX_DESCRIPTION) throw new HttpError(400, 'bad_request', `A description has at most ${MAX_DESCRIPTION} characters.`);
  return text;
}

/** Reads as much as the signature needs, and gives back a stream of everything. */
async function recognise(stream: Readable): Promise<{ format: Format; source: Readable }> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  let head = Buffer.alloc(0);
  while (head.length < SIGNATURE_BYTES) {
    const { value, done } = await chunks.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const format = FORMATS.find(({ signature }) => signature.test(head.toString('latin1')));
  if (!format) {
    await chunks.return?.();
    throw notAnImage();
  }
  return { format, source: Readable.from(startingWith(head, chunks), { objectMode: false }) };
}

async function* startingWith(head: Buffer, rest: AsyncIterator<Buffer, undefined>): AsyncGenerator<Buffer> {
  try {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

async function measure(files: FileStore, { format, ...file }: StoredFile & { format: Format }, maxPixels: number): Promise<ImageFile> {
  const { width, height } = sizeOf(await files.bytes(file.storedPath, HEADER_BYTES));
  if (width * height > maxPixels) throw new HttpError(422, 'image_too_large', `An image has at most ${maxPixels} pixels, and this one has ${width} × ${height}.`);
  return { ...file, mediaType: format.mediaType, width, height };
}

/** As it is to be seen: a photograph that lies on its side says so. */
function sizeOf(header: Buffer): { width: number; height: number } {
  try {
    const { width, height, orientation = 1 } = imageSize(header);
    if (!(width > 0 && height > 0)) throw notAnImage();
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch (error) {
    throw notAnImage(error);
  }
}
