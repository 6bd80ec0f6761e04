/**
 * What the page knows about things that change elsewhere. Knowledge arrives by three roads (answers, live
 * events, snapshots) in any order, so each arrival is merged: older news never overwrites newer.
 */
export class LiveStore<T> {
  readonly #keyOf: (item: T) => string;
  readonly #isNewer: (next: T, held: T) => boolean;
  readonly #held = new Map<string, { item: T; heardAt: number }>();
  // Keys are never given twice, so what is gone stays gone, whatever a late event says.
  readonly #gone = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #clock = 0;
  #lastSnapshot = -1;
  #items: readonly T[] = [];

  constructor(keyOf: (item: T) => string, isNewer: (next: T, held: T) => boolean) {
    this.#keyOf = keyOf;
    this.#isNewer = isNewer;
  }

  /** One immutable list until something changes, as `useSyncExternalStore` wants it. */
  readonly items = (): readonly T[] => this.#items;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(key: string): T | undefined {
    return this.#held.get(key)?.item;
  }

  apply(...items: T[]): void {
    if (items.map((item) => this.#take(item)).some(Boolean)) this.#publish();
  }

  remove(key: string): void {
    const news = !this.#gone.has(key);
    this.#gone.add(key);
    if (this.#held.delete(key) || news) this.#publish();
  }

  isGone(key: string): boolean {
    return this.#gone.has(key);
  }

  /** Call before asking for a snapshot: it tells apart what the snapshot cannot have seen. */
  mark(): number {
    return this.#clock;
  }

  /** A snapshot is the truth about what is missing, too; but only about what was known before it was asked for. */
  settle(mark: number, items: readonly T[]): void {
    // An answer overtaken by a later question's answer knows nothing new.
    if (mark < this.#lastSnapshot) return;
    this.#lastSnapshot = mark;
    const present = new Set(items.map(this.#keyOf));
    for (const [key, { heardAt }] of this.#held) {
      if (present.has(key) || heardAt > mark) continue;
      this.#held.delete(key);
      this.#gone.add(key);
    }
    for (const item of items) this.#take(item);
    this.#publish();
  }

  #take(item: T): boolean {
    const key = this.#keyOf(item);
    if (this.#gone.has(key)) return false;
    const held = this.#held.get(key);
    const newer = !held || this.#isNewer(item, held.item);
    this.#clock += 1;
    this.#held.set(key, { item: newer ? item : held.item, heardAt: this.#clock });
    return newer;
  }

  #publish(): void {
    this.#items = [...this.#held.values()].map(({ item }) => item);
    for (const listener of [...this.#listeners]) listener();
  }
}
