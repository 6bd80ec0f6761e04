import { Listeners } from '../platform/listeners';
import type { Images } from './images';
import type { Turn } from './requests';
import type { Image, ImagePage } from './types';

const PAGE = 30;
const LARGEST_PAGE = 100;

export interface ListState {
  /** Undefined until the first answer. */
  ids: readonly string[] | undefined;
  /** Became ready since, and are not shown yet: nothing moves under the reader's eyes. */
  fresh: readonly string[];
  more: boolean;
  loading: boolean;
  error: unknown;
}

interface Options {
  source: (turn: Turn) => Promise<ImagePage>;
  /** Whether an image that live news tell of belongs here; without it only Bazaar can tell. */
  belongs?: (image: Image) => boolean;
  /** New images are put on top at once: for a list of one's own. */
  insert?: boolean;
}

/** A list without an end: pages by cursor, what is new on top, what is deleted out of it. */
export class ImageList {
  readonly #images: Images;
  readonly #options: Options;
  readonly #listeners = new Listeners();
  #state: ListState = { ids: undefined, fresh: [], more: false, loading: false, error: undefined };
  #next: string | null = null;
  // One question at a time: a page that is added while the list is read anew would be lost or doubled.
  #work: Promise<void> = Promise.resolve();
  #refreshWaits = false;
  #asked = false;

  constructor(images: Images, options: Options) {
    this.#images = images;
    this.#options = options;
  }

  readonly subscribe = this.#listeners.subscribe;

  readonly state = (): ListState => this.#state;

  wasAsked(): boolean {
    return this.#asked;
  }

  /** Reads anew as much as is shown. What is new since waits in `fresh`, unless it shall be shown. */
  refresh(showFresh = this.#options.insert ?? false): Promise<void> {
    // One that waits its turn will see what this one would.
    if (this.#refreshWaits && !showFresh) return this.#work;
    this.#refreshWaits = true;
    return this.#ask(async () => {
      this.#refreshWaits = false;
      const { ids: held, fresh } = this.#state;
      const { found, next } = await this.#walk(held?.length ?? 0);
      const known = new Set(held);
      // Before the first that is known: new. After it: known, or moved up because others were deleted. None known: there is no place to keep.
      const top = showFresh ? 0 : Math.max(0, found.findIndex((id) => known.has(id)));
      // Heard of while the question was under way: not in the answer, and yet true.
      const late = showFresh ? [] : this.#state.fresh.filter((id) => !found.includes(id) && !fresh.includes(id));
      this.#next = next;
      this.#become({ ids: found.slice(top), fresh: [...late, ...found.slice(0, top)], more: next !== null });
    });
  }

  loadMore(): Promise<void> {
    return this.#ask(async () => {
      if (this.#next === null) return;
      const asked = this.#images.ask();
      const page = await this.#options.source({ cursor: this.#next, limit: PAGE });
      this.#images.take(asked, ...page.images);
      this.#next = page.next;
      const known = new Set(this.#state.ids);
      this.#become({ ids: [...(this.#state.ids ?? []), ...page.images.map(({ id }) => id).filter((id) => !known.has(id))], more: page.next !== null });
    });
  }

  /** Live news of an image. */
  hear(image: Image): void {
    const { ids, fresh } = this.#state;
    if (!ids || ids.includes(image.id) || fresh.includes(image.id) || !this.#options.belongs?.(image) || !this.#isNewer(image)) return;
    if (this.#options.insert) this.#become({ ids: [image.id, ...ids] });
    else if (image.status === 'READY') this.#become({ fresh: [image.id, ...fresh] });
  }

  drop(id: string): void {
    const { ids, fresh } = this.#state;
    if (ids?.includes(id) || fresh.includes(id)) this.#become({ ids: ids?.filter((one) => one !== id), fresh: fresh.filter((one) => one !== id) });
  }

  /** An older image than the oldest shown comes with its page; one in between that is not shown has just become ready. */
  #isNewer(image: Image): boolean {
    if (this.#next === null) return true;
    const oldest = this.#images.view(this.#state.ids?.at(-1) ?? '')?.image;
    if (!oldest) return true;
    return (image.readyAt ?? image.createdAt) > (oldest.readyAt ?? oldest.createdAt);
  }

  async #walk(atLeast: number): Promise<{ found: string[]; next: string | null }> {
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const asked = this.#images.ask();
      const page = await this.#options.source({ cursor, limit: Math.min(LARGEST_PAGE, Math.max(PAGE, atLeast - found.length)) });
      this.#images.take(asked, ...page.images);
      for (const { id } of page.images) if (!found.includes(id) && !this.#images.isGone(id)) found.push(id);
      if (page.next === null) return { found, next: null };
      cursor = page.next;
    } while (found.length < atLeast);
    return { found, next: cursor };
  }

  #ask(work: () => Promise<void>): Promise<void> {
    this.#asked = true;
    this.#work = this.#work.then(async () => {
      this.#become({ loading: true, error: undefined });
      try {
        await work();
      } catch (error) {
        this.#become({ error });
      } finally {
        this.#become({ loading: false });
      }
    });
    return this.#work;
  }

  #become(change: Partial<ListState>): void {
    this.#state = { ...this.#state, ...change };
    this.#listeners.tell();
  }
}
