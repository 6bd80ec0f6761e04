import { LiveStore } from '../platform/live-store';
import { Listeners } from './listeners';
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
  /** One's own marks, with the revision of the image that they were told with: older news never overwrites newer. */
  readonly #mine = new Map<string, Mine & { revision: number }>();
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

  take(...answers: WithMine[]): void {
    this.#images.apply(...answers.map(({ mine: _, ...image }) => image));
    for (const { id, revision, mine } of answers) if (mine) this.#takeMine(id, revision, mine, false);
    this.#draw(...answers.map(({ id }) => id));
  }

  /** The answer to one's own vote or favourite: the truth at that revision. */
  takeOwn(image: WithMine, mine: Partial<Mine>): void {
    const { mine: told, ...rest } = image;
    this.#images.apply(rest);
    this.#takeMine(image.id, image.revision, { ...this.mine(image.id), ...told, ...mine }, true);
    this.#draw(image.id);
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

  #takeMine(id: string, revision: number, mine: Mine, own: boolean): void {
    const held = this.#mine.get(id);
    // An answer read at the same revision may have looked for one's marks a moment before they were made.
    if (held && (own ? revision < held.revision : revision <= held.revision)) return;
    this.#mine.set(id, { ...mine, revision });
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
