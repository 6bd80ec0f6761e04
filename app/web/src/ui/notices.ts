import { Listeners } from '../platform/listeners';

/** A sentence about something that a person has named: before the name, the name, after it. Apart, since a name may run from right to left and must not turn the sentence. */
export type Sentence = readonly [before: string, name: string, after: string];

export interface Notice {
  key: string;
  what: Sentence;
  /** Why not; without it the notice tells of something that went well. */
  error?: unknown;
}

/** What happened to something whose place on the page may be gone: told above the page. */
export class Notices {
  #notices: readonly Notice[] = [];
  readonly #listeners = new Listeners();

  readonly subscribe = this.#listeners.subscribe;

  readonly all = (): readonly Notice[] => this.#notices;

  refused(key: string, what: Sentence, error: unknown): void {
    this.#put({ key, what, error });
  }

  done(key: string, what: Sentence): void {
    this.#put({ key, what });
  }

  withdraw(key: string): void {
    if (!this.#notices.some((notice) => notice.key === key)) return;
    this.#notices = this.#notices.filter((notice) => notice.key !== key);
    this.#listeners.tell();
  }

  /** One for a subject: the latest. */
  #put(notice: Notice): void {
    this.#notices = [...this.#notices.filter(({ key }) => key !== notice.key), notice];
    this.#listeners.tell();
  }
}
