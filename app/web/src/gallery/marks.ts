import { isApiError } from '../platform/errors';
import type { Images, Wish } from './images';
import type { Notices } from '../ui/notices';
import { requests } from './requests';
import type { Mine, Vote } from './types';

/** Live news of one's own marks, from this tab or another. */
type Heard = Partial<Mine> & { number?: number };

/**
 * Votes and favourites, shown before Bazaar has answered. One request at a time for an image, so that they take
 * effect in the order of the clicks; of clicks that came meanwhile only the last is sent, for it is what is wanted.
 */
export class Marks {
  readonly #images: Images;
  readonly #notices: Notices;
  readonly #read: (id: string) => Promise<void>;
  readonly #wishes = new Map<string, Wish>();
  readonly #heard = new Map<string, Heard>();
  /** The number of one's last vote that an answer or an event told of. */
  readonly #numbers = new Map<string, number>();

  constructor(images: Images, notices: Notices, read: (id: string) => Promise<void>) {
    this.#images = images;
    this.#notices = notices;
    this.#read = read;
  }

  vote(id: string, vote: Vote): void {
    this.#want(id, { vote });
  }

  favourite(id: string, favourite: boolean): void {
    this.#want(id, { favourite });
  }

  /** A live event tells of one's own mark. While a request is under way its answer knows better; afterwards it is looked into. */
  hear(id: string, news: Heard): void {
    if (this.#wishes.has(id)) this.#heard.set(id, { ...this.#heard.get(id), ...news });
    else this.#compare(id, news);
  }

  #want(id: string, wanted: Partial<Mine>): void {
    const view = this.#images.view(id);
    if (!view) return;
    const under = this.#wishes.get(id);
    const wish = { ...(under ?? { base: { image: view.image, mine: this.#images.mine(id) } }), ...wanted };
    this.#set(id, wish);
    if (!under) void this.#work(id);
  }

  async #work(id: string): Promise<void> {
    for (let wish = this.#wishes.get(id); wish; wish = this.#wishes.get(id)) {
      if (wish.vote !== undefined) await this.#send(id, 'vote', wish.vote);
      else if (wish.favourite !== undefined) await this.#send(id, 'favourite', wish.favourite);
      else break;
    }
    this.#wishes.delete(id);
    this.#images.wish(id, undefined);
    const heard = this.#heard.get(id);
    this.#heard.delete(id);
    if (heard) this.#compare(id, heard);
  }

  async #send(id: string, kind: 'vote' | 'favourite', value: Vote | boolean): Promise<void> {
    try {
      if (kind === 'vote') {
        const { vote, number, image } = await requests.vote(id, value as Vote);
        if (number !== null) this.#numbers.set(id, Math.max(number, this.#numbers.get(id) ?? 0));
        this.#images.takeOwn(image, { vote });
      } else {
        const { favourite, image } = await requests.favourite(id, value as boolean);
        this.#images.takeOwn(image, { favourite });
      }
      this.#notices.withdraw(`${kind} ${id}`);
      this.#done(id, kind, value);
    } catch (error) {
      // Something else is wanted by now: that is tried, and told of.
      if (!this.#done(id, kind, value)) return;
      const title = this.#images.view(id)?.image.title ?? 'this image';
      this.#notices.refused(`${kind} ${id}`, kind === 'vote' ? ['Your vote on “', title, '” was not counted.'] : ['Your favourite on “', title, '” was not kept.'], error);
      if (isApiError(error, 'image_gone') || isApiError(error, 'not_found')) this.#images.forget(id);
      else await this.#read(id).catch(() => undefined);
    }
  }

  /** Whether what was answered is still what is wanted: then the wish is over. */
  #done(id: string, kind: 'vote' | 'favourite', value: Vote | boolean): boolean {
    const wish = this.#wishes.get(id);
    if (!wish || wish[kind] !== value) return false;
    this.#set(id, { ...wish, [kind]: undefined });
    return true;
  }

  #set(id: string, wish: Wish): void {
    this.#wishes.set(id, wish);
    this.#images.wish(id, wish);
  }

  #compare(id: string, { vote, number, favourite }: Heard): void {
    if (!this.#images.view(id)) return;
    const mine = this.#images.mine(id);
    const voted = vote !== undefined && vote !== mine.vote && (number ?? 0) > (this.#numbers.get(id) ?? 0);
    if (number !== undefined) this.#numbers.set(id, Math.max(number, this.#numbers.get(id) ?? 0));
    // An event may be older than what is shown: it is a reason to ask, no more.
    if (voted || (favourite !== undefined && favourite !== mine.favourite)) void this.#read(id).catch(() => undefined);
  }
}
