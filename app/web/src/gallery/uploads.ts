import { Unreachable } from '../platform/errors';
import { newKey } from '../platform/new-key';
import { Stopped } from '../platform/upload';
import { Listeners } from '../platform/listeners';
import { longest } from './longest';
import { requests, type UploadWords } from './requests';
import type { WithMine } from './types';

export type Phase =
  | { is: 'chosen' }
  | { is: 'waiting' }
  | { is: 'uploading'; sent: number; total: number }
  | { is: 'stored'; imageId: string }
  | { is: 'refused'; error: unknown }
  | { is: 'stopped' }
  /** No answer came: the file may or may not have arrived. Sent again with its key, it makes one image. */
  | { is: 'unanswered' };

export interface Item {
  /** Chosen here and sent along: however often this file is sent, it makes one image. */
  key: string;
  file: File;
  title: string;
  phase: Phase;
}

type Shared = Omit<UploadWords, 'title'>;

const AT_ONCE = 2;

/** The file's name without its ending, until one has typed a better one. */
const titleOf = ({ name }: File) => (name.replace(/\.[^.]+$/, '').trim() || name).slice(0, longest.title);

/** Files on their way. They live as long as the gallery is open, on whichever of its pages one is. */
export class Uploads {
  #items: readonly Item[] = [];
  readonly #running = new Map<string, AbortController>();
  readonly #words = new Map<string, Shared>();
  readonly #listeners = new Listeners();
  readonly #onStored: (image: WithMine) => void;
  readonly #onUnknown: () => void;

  constructor(onStored: (image: WithMine) => void, onUnknown: () => void) {
    this.#onStored = onStored;
    this.#onUnknown = onUnknown;
  }

  readonly subscribe = this.#listeners.subscribe;

  readonly items = (): readonly Item[] => this.#items;

  add(files: Iterable<File>): void {
    const added = [...files].map((file): Item => ({ key: newKey(), file, title: titleOf(file), phase: { is: 'chosen' } }));
    this.#become([...this.#items, ...added]);
  }

  rename(key: string, title: string): void {
    this.#change(key, { title });
  }

  remove(key: string): void {
    this.#become(this.#items.filter((item) => item.key !== key));
  }

  /** Those named, or all that are not there yet. */
  start(words: Shared, ...keys: string[]): void {
    for (const { key, phase } of this.#items) {
      if (phase.is === 'stored' || phase.is === 'waiting' || phase.is === 'uploading' || (keys.length > 0 && !keys.includes(key))) continue;
      this.#words.set(key, words);
      this.#change(key, { phase: { is: 'waiting' } });
    }
    this.#next();
  }

  stop(key: string): void {
    const running = this.#running.get(key);
    if (running) running.abort();
    else this.#change(key, { phase: { is: 'stopped' } });
  }

  #next(): void {
    for (const item of this.#items) {
      if (this.#running.size >= AT_ONCE) return;
      if (item.phase.is === 'waiting') void this.#send(item);
    }
  }

  async #send({ key, file, title }: Item): Promise<void> {
    const words = this.#words.get(key);
    if (!words) return;
    const control = new AbortController();
    this.#running.set(key, control);
    this.#change(key, { phase: { is: 'uploading', sent: 0, total: file.size } });
    try {
      const image = await requests.upload(file, key, { ...words, title: title.trim() || titleOf(file) }, (sent, total) => this.#change(key, { phase: { is: 'uploading', sent, total } }), control.signal);
      this.#change(key, { phase: { is: 'stored', imageId: image.id } });
      this.#onStored(image);
    } catch (error) {
      if (error instanceof Stopped || error instanceof Unreachable) {
        this.#change(key, { phase: { is: error instanceof Stopped ? 'stopped' : 'unanswered' } });
        this.#onUnknown();
      } else this.#change(key, { phase: { is: 'refused', error } });
    } finally {
      this.#running.delete(key);
      this.#next();
    }
  }

  #change(key: string, change: Partial<Item>): void {
    this.#become(this.#items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  #become(items: readonly Item[]): void {
    this.#items = items;
    this.#listeners.tell();
  }
}
