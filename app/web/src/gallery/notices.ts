import { Listeners } from './listeners';

export interface Notice {
  key: string;
  what: string;
  /** Why not; without it the notice tells of something that went well. */
  error?: unknown;
}

/** What happened to something whose place on the page may be gone: told above the page. */
export class Notices {
  #notices: readonly Notice[] = [];
  readonly #listeners = new Listeners();

  readonly subscribe = this.#listeners.subscribe;

  readonly all = (): readonly Notice[] => this.#notices;

  refused(key: string, what: string, error: unknown): void {
    this.#put({ key, what, error });
  }

  done(key: string, what: string): void {
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
