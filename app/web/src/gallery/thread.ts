import { isApiError, mayHaveArrived } from '../platform/errors';
import { LiveStore } from '../platform/live-store';
import { newKey } from '../platform/new-key';
import { Listeners } from '../platform/listeners';
import { requests } from './requests';
import type { Comment, WithMine } from './types';

const PAGE = 100;

export interface ThreadState {
  /** Undefined until the first answer. */
  comments: readonly Comment[] | undefined;
  /** Being sent; shown before Bazaar has answered. */
  sending: string | undefined;
  more: boolean;
  error: unknown;
}

/** The comments of one image. */
export class Thread {
  readonly imageId: string;
  readonly #me: string;
  readonly #take: (image: WithMine) => void;
  // A comment never changes: what is held is as new as anything.
  readonly #comments = new LiveStore<Comment>(({ id }) => id, () => false);
  readonly #listeners = new Listeners();
  /** Up to here everything has been read; beyond it only what one wrote oneself is shown. */
  #readTo = 0;
  #complete = false;
  #loaded = false;
  readonly #written = new Set<string>();
  #sending: { text: string; key: string; knownBefore: ReadonlySet<string> } | undefined;
  /** Of a comment whose answer was lost: sent again with the same key, it is stored once. */
  #unanswered: { text: string; key: string } | undefined;
  #state: ThreadState = { comments: undefined, sending: undefined, more: false, error: undefined };

  constructor(imageId: string, me: string, take: (image: WithMine) => void) {
    this.imageId = imageId;
    this.#me = me;
    this.#take = take;
    this.#comments.subscribe(() => this.#draw({}));
  }

  readonly subscribe = this.#listeners.subscribe;

  readonly state = (): ThreadState => this.#state;

  hear(comment: Comment): void {
    this.#comments.apply(comment);
  }

  forget(id: string): void {
    this.#comments.remove(id);
  }

  /** Reads anew what was read before, or the first page. */
  async refresh(): Promise<void> {
    const upTo = this.#readTo;
    const mark = this.#comments.mark();
    try {
      const seen: Comment[] = [];
      let complete: boolean;
      let last = 0;
      do {
        const { comments, next } = await requests.comments(this.imageId, last, PAGE);
        seen.push(...comments);
        last = Math.max(last, ...comments.map(({ number }) => number));
        complete = next === null;
      } while (!complete && last < upTo);
      this.#loaded = true;
      this.#complete = complete;
      this.#readTo = last;
      this.#comments.settle(mark, [...seen, ...this.#comments.items().filter(({ number }) => !complete && number > last)]);
      this.#draw({ error: undefined });
    } catch (error) {
      this.#draw({ error });
    }
  }

  async loadMore(): Promise<void> {
    const { comments, next } = await requests.comments(this.imageId, this.#readTo, PAGE);
    this.#complete = next === null;
    this.#readTo = Math.max(this.#readTo, ...comments.map(({ number }) => number));
    this.#comments.apply(...comments);
    this.#draw({ error: undefined });
  }

  async send(text: string): Promise<void> {
    const key = this.#unanswered?.text === text ? this.#unanswered.key : newKey();
    this.#unanswered = undefined;
    this.#sending = { text, key, knownBefore: new Set(this.#comments.items().map(({ id }) => id)) };
    this.#draw({});
    try {
      const { comment, image } = await requests.comment(this.imageId, text, key);
      this.#written.add(comment.id);
      this.#take(image);
      this.#sending = undefined;
      this.#comments.apply(comment);
    } catch (error) {
      if (mayHaveArrived(error)) this.#unanswered = { text, key };
      throw error;
    } finally {
      this.#sending = undefined;
      this.#draw({});
    }
  }

  async delete(id: string): Promise<void> {
    try {
      await requests.deleteComment(id);
    } catch (error) {
      // Somebody was faster; what was wanted is so.
      if (!isApiError(error, 'not_found')) throw error;
    }
    this.forget(id);
  }

  #draw(change: Partial<ThreadState>): void {
    const held = [...this.#comments.items()].sort((a, b) => a.number - b.number);
    const sending = this.#sending;
    // The live news of it may come before the answer: then it is shown once, as what it is.
    const arrived = sending && held.some(({ id, author, text }) => author === this.#me && text === sending.text && !sending.knownBefore.has(id));
    this.#state = {
      ...this.#state, ...change,
      comments: this.#loaded ? held.filter(({ id, number }) => this.#complete || number <= this.#readTo || this.#written.has(id)) : undefined,
      sending: arrived ? undefined : sending?.text,
      more: this.#loaded && !this.#complete,
    };
    this.#listeners.tell();
  }
}
