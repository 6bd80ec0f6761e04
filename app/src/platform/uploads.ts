import { HttpError } from './errors.js';

/** Room in a multipart request for the boundaries and fields around the file. */
export const ENVELOPE_BYTES = 65_536;

/** How the multipart parser and the stream say that the request ended before its last boundary. They give no code. */
const CUT_OFF = /unexpected end of (multipart|form)|premature close|aborted/i;

export const isCutOff = (error: unknown) => error instanceof Error && CUT_OFF.test(error.message);

export const cutOff = (cause: unknown) => new HttpError(400, 'bad_request', 'The upload was cut off. Send it again.', { cause });

export const fileMissing = () => new HttpError(400, 'file_missing', 'Send the file as multipart/form-data in the field "file".');

export const fileTooLarge = (maxBytes: number) => new HttpError(413, 'file_too_large', `A file has at most ${maxBytes} bytes.`);
