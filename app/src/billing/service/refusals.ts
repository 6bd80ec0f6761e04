import { HttpError } from '../../platform/errors.js';
import { violatedConstraint } from '../../platform/postgres.js';

/** 409: somebody has changed it since the version that the user saw. `current` is what it is now. */
export const versionConflict = (what: string, seen: number, current: { version: number }) =>
  new HttpError(409, 'version_conflict', `The ${what} has changed: it is at version ${current.version}, not ${seen}.`, { details: { current } });

/** Turns the database's refusal of a second row, by the constraint that refuses it, into an answer: 409 with the code. What is refused by none of them stays what it is. */
export function refusedAs(codes: Record<string, { code: string; message: string }>) {
  return (error: unknown): never => {
    const refusal = codes[violatedConstraint(error) ?? ''];
    throw refusal ? new HttpError(409, refusal.code, refusal.message, { cause: error }) : error;
  };
}

export const NAME_TAKEN = { code: 'name_taken', message: 'There is one of this name already.' };
