import { LiveStore } from '../platform/live-store';
import { Listeners } from '../platform/listeners';
import type { Image, Mine, Vote, WithMine } from './types';

/** An image as it is drawn: what Bazaar said last, with what one has just asked for laid over it. */
export interface ImageView {
  image: Image;
  vote: Vote;
  favourite: boolean;
  upVotes: number;
  downVotes: number;
  favourites: number;
}

/** What one has asked for and Bazaar has not yet answered. */
export interface Wish {
  /** The image and one's own marks when the first click came: the counts stand on these until the answer is there, else one's own vote could be counted twice. */
  base: { image: Image; mine: Mine };
  vote?: Vote;
  favourite?: boolean;
}

const nothing: Mine = { vote: 0, favourite: false };

/** Every image the pages have heard of, and what oneself did to it. */
export class Images {
  readonly #images = new LiveStore<Image>(({ id }) => id, (next, held) => next.revision > held.revision);
  /**
   * One's own marks, with when they were asked for: what was asked for later knows all that was answered before. The image's revision cannot tell: a read may look for the marks before
   * a vote and for the image after it.
   */
  readonly #mine = new Map<string, Mine & { asked: number }>();
  #clock = 0;
  readonly #wishes = new Map<string, Wish>();
  readonly #views = new Map<string, ImageView>();
  readonly #leaving = new Set<string>();
  readonly #listeners = new Listeners();

  readonly subscribe = this.#listeners.subscribe;

  /** The same object until something about it changes. */
  view(id: string): ImageView | undefined {
    return this.#views.get(id);
  }

  isGone(id: string): boolean {
    return this.#images.isGone(id) && !this.#leaving.has(id);
  }

  /** About to be deleted from here: the live news of it may come before the answer, and is no surprise. */
  expectRemoval(id: string): () => void {
    this.#leaving.add(id);
    return () => {
      this.#leaving.delete(id);
      this.#listeners.tell();
    };
  }

  mine(id: string): Mine {
    return this.#mine.get(id) ?? nothing;
  }

  /** Call before asking Bazaar for images, and hand the result to `take` with the answer. */
  ask(): number {
    return ++this.#clock;
  }

  /** @param asked see `ask`; 0 for live news and answers to changes: what these tell of one's own marks counts only where nothing is known */
  take(asked: number, ...answers: WithMine[]): void {
    this.#images.apply(...answers.map(({ mine: _, ...image }) => image));
    for (const { id, mine } of answers) if (mine && asked >= (this.#mine.get(id)?.asked ?? 0)) this.#mine.set(id, { ...mine, asked });
    this.#draw(...answers.map(({ id }) => id));
  }

  /** The answer to one's own vote or favourite: newer than every read that was asked for before it came. */
  takeOwn(image: WithMine, mine: Partial<Mine>): void {
    this.take(this.ask(), { ...image, mine: { ...this.mine(image.id), ...image.mine, ...mine } });
  }

  /** Deleted: nothing about it is ever shown again. */
  forget(id: string): void {
    this.#images.remove(id);
    this.#mine.delete(id);
    this.#views.delete(id);
    this.#listeners.tell();
  }

  wish(id: string, wish: Wish | undefined): void {
    if (wish) this.#wishes.set(id, wish);
    else this.#wishes.delete(id);
    this.#draw(id);
  }

  #draw(...ids: string[]): void {
    for (const id of ids) {
      const image = this.#images.get(id);
      if (!image) continue;
      const wish = this.#wishes.get(id);
      const mine = this.mine(id);
      const vote = wish?.vote ?? mine.vote;
      const favourite = wish?.favourite ?? mine.favourite;
      const from = wish?.base ?? { image, mine };
      this.#views.set(id, {
        image, vote, favourite,
        upVotes: from.image.upVotes + Number(vote === 1) - Number(from.mine.vote === 1),
        downVotes: from.image.downVotes + Number(vote === -1) - Number(from.mine.vote === -1),
        favourites: from.image.favourites + Number(favourite) - Number(from.mine.favourite),
      });
    }
    this.#listeners.tell();
  }
}
