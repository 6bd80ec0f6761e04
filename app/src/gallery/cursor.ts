import { HttpError } from '../platform/errors.js';

/**
 * A place in a list, as text that only we can read. It names the last thing seen and not a count of things, so what comes and goes before it moves nothing: a walk sees
 * everything that is there throughout exactly once.
 */
export interface Cursors<Place extends string[]> {
  write(place: Place): string;
  /** Undefined for the beginning. Throws 400 for anything that `write` did not write. */
  read(text: string | undefined): Place | undefined;
}

function cursors<Place extends string[]>(kind: string, pattern: RegExp): Cursors<Place> {
  return {
    write: (place) => Buffer.from([kind, ...place].join(' ')).toString('base64url'),
    read: (text) => {
      if (text === undefined) return undefined;
      const [found, ...place] = Buffer.from(text, 'base64url').toString().split(' ');
      if (found !== kind || !pattern.test(place.join(' '))) throw new HttpError(400, 'bad_request', 'This cursor is not one that was answered for this list.');
      return place as Place;
    },
  };
}

/** In feed and search: the image's position, which never changes. */
export const byPosition = cursors<[position: string]>('position', /^\d{1,18}$/);

/** In lists of what a user put somewhere: when (in microseconds since 1970, as exact as Postgres has it), and the image. */
export const byTime = cursors<[micros: string, imageId: string]>('time', /^\d{1,16} [0-9a-f-]{36}$/);
