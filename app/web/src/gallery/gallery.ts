import { isApiError, isRecord } from '../platform/errors';
import { LiveStore } from '../platform/live-store';
import { ImageList } from './image-list';
import { Images } from './images';
import { Listeners } from '../platform/listeners';
import { Marks } from './marks';
import { Notices } from '../ui/notices';
import { requests } from './requests';
import { Thread } from './thread';
import type { Collection, Comment, Image, Maintenance, Role, Vote } from './types';
import { Uploads } from './uploads';

/** What is read as a whole, and read anew when live news say so. */
export type Topic = 'me' | 'categories' | 'collections' | 'members';

interface Ears {
  me: string;
  onStale: (topic: Topic) => void;
  onRole: (role: Role) => void;
}

/** Everything the gallery's pages know, and where its live news go. One for a tab, whichever page is open. */
export class Gallery {
  readonly me: string;
  readonly images = new Images();
  readonly notices = new Notices();
  readonly marks = new Marks(this.images, this.notices, (id) => this.read(id));
  readonly uploads: Uploads;
  readonly #ears: Ears;
  readonly #lists = new Map<string, ImageList>();
  readonly #threads = new Set<Thread>();
  // Its images come and go without a new version; only its name is held against it.
  readonly #collections = new LiveStore<Collection>(({ id }) => id, (next, held) => next.version >= held.version);
  readonly onCollection = this.#collections.subscribe;
  #maintenance: Maintenance = { maintenance: false, message: null, version: -1 };
  readonly #maintenanceListeners = new Listeners();
  readonly #moves = new Listeners();
  /** An image came into a category, left one, or may have: how many are in each is to be counted anew. */
  readonly onMove = this.#moves.subscribe;

  constructor(ears: Ears) {
    this.me = ears.me;
    this.#ears = ears;
    this.uploads = new Uploads((image) => {
      this.take(image);
      ears.onStale('me');
    }, () => void this.#lists.get('own')?.refresh());
  }

  hear(name: string, data: unknown): void {
    if (!isRecord(data)) return;
    switch (name) {
      case 'image': return this.take(data as unknown as Image);
      case 'image-gone': return this.forget(String(data.id));
      case 'comment': return this.#onThread(String(data.imageId), (thread) => thread.hear(data as unknown as Comment));
      case 'comment-gone': return this.#onThread(String(data.imageId), (thread) => thread.forget(String(data.id)));
      case 'vote': return this.marks.hear(String(data.imageId), { vote: data.vote as Vote, number: data.number as number });
      case 'favourite': return this.marks.hear(String(data.imageId), { favourite: data.favourite === true });
      case 'maintenance': return this.takeMaintenance(data as unknown as Maintenance);
      case 'role': return this.#ears.onRole(data.role as Role);
      case 'categories': return this.#onCategories();
      case 'collections':
        this.#ears.onStale('collections');
        for (const [key, list] of this.#lists) if (key.startsWith('collection ') && list.wasAsked()) void list.refresh();
        return;
    }
  }

  /** Connected, for the first time or again: whatever is shown may be old. */
  catchUp(): void {
    for (const list of this.#lists.values()) if (list.wasAsked()) void list.refresh();
    for (const thread of this.#threads) {
      void thread.refresh();
      void this.read(thread.imageId).catch(() => undefined);
    }
    void this.readMaintenance();
  }

  take(image: Image): void {
    const before = this.images.view(image.id)?.image;
    this.images.take(0, image);
    if (this.images.isGone(image.id)) return;
    for (const list of this.#lists.values()) list.hear(image);
    if (before?.status !== image.status || before.categoryId !== image.categoryId || before.breedId !== image.breedId) this.#moves.tell();
    // One more of mine, from another device: the quota has changed. Votes and comments on mine change nothing of me.
    if (before === undefined && image.uploadedBy === this.me) this.#ears.onStale('me');
  }

  forget(id: string): void {
    const mine = this.images.view(id)?.image.uploadedBy === this.me;
    this.images.forget(id);
    for (const list of this.#lists.values()) list.drop(id);
    this.#moves.tell();
    if (mine) this.#ears.onStale('me');
  }

  /** Asks for an image anew; learns from a refusal that it is gone. */
  async read(id: string): Promise<void> {
    const asked = this.images.ask();
    try {
      this.images.take(asked, await requests.image(id));
    } catch (error) {
      if (isApiError(error, 'image_gone')) this.forget(id);
      throw error;
    }
  }

  /** The same list each time it is asked for, so that whoever comes back finds it as it was. */
  list(key: string, make: () => ConstructorParameters<typeof ImageList>[1]): ImageList {
    const list = this.#lists.get(key) ?? new ImageList(this.images, make());
    this.#lists.set(key, list);
    return list;
  }

  follow(thread: Thread): () => void {
    this.#threads.add(thread);
    return () => this.#threads.delete(thread);
  }

  readonly collection = (id: string): Collection | undefined => this.#collections.get(id);

  takeCollection(news: Collection): void {
    this.#collections.apply(news);
  }

  readonly maintenance = (): Maintenance => this.#maintenance;

  readonly onMaintenance = this.#maintenanceListeners.subscribe;

  takeMaintenance(news: Maintenance): void {
    if (news.version < this.#maintenance.version) return;
    this.#maintenance = news;
    this.#maintenanceListeners.tell();
  }

  async readMaintenance(): Promise<void> {
    try {
      this.takeMaintenance(await requests.maintenance());
    } catch {
      // Only a banner less: what is refused says why.
    }
  }

  /** Read anew all that hangs on categories: names, counts, and what a filter finds. */
  #onCategories(): void {
    this.#ears.onStale('categories');
    for (const [key, list] of this.#lists) if (key.startsWith('feed ') && list.wasAsked()) void list.refresh();
  }

  #onThread(imageId: string, tell: (thread: Thread) => void): void {
    for (const thread of this.#threads) if (thread.imageId === imageId) tell(thread);
  }
}
