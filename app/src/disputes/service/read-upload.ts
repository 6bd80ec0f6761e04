import '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { HttpError } from '../../platform/errors.js';
import type { FileStore, StoredFile } from '../../platform/files.js';
import { cutOff, ENVELOPE_BYTES, fileMissing, fileTooLarge, isCutOff } from '../../platform/uploads.js';
import { MAX_LABEL } from '../schema.js';
import type { Upload } from './upload-session.js';

/**
 * Reads a multipart request to its very end, the file going straight to the disk. A request that is cut off, too large or wrong leaves
 * no file behind.
 */
export async function readUpload(request: FastifyRequest, files: FileStore, maxBytes: number): Promise<Upload> {
  if (!request.isMultipart()) throw fileMissing();
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + ENVELOPE_BYTES) throw fileTooLarge(maxBytes);
  let label: string | null = null;
  let fileName = '';
  let file: StoredFile | undefined;
  try {
    for await (const part of request.parts({ limits: { fileSize: maxBytes, files: 1, fields: 10, fieldSize: 4_096, headerPairs: 20 } })) {
      if (part.type === 'file') {
        if (part.fieldname !== 'file') throw fileMissing();
        fileName = part.filename.slice(0, 255);
        file = await files.receive(part.file, 'sessions', 'csv');
        if (part.file.truncated) throw fileTooLarge(maxBytes);
      } else if (part.fieldname === 'label' && typeof part.value === 'string') {
        if (part.value.length > MAX_LABEL) throw new HttpError(400, 'bad_request', `A label has at most ${MAX_LABEL} characters.`);
        label = part.value;
      }
    }
  } catch (error) {
    if (file) await files.remove(file.storedPath);
    if (isCutOff(error)) throw cutOff(error);
    throw error;
  }
  if (!file) throw fileMissing();
  return { fileName, label, file };
}
