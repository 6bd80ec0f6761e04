import { isApiError, mayHaveArrived } from '../platform/errors';
import { Listeners } from '../platform/listeners';
import type { LiveStore } from '../platform/live-store';
import type { Notices, Sentence } from '../ui/notices';
import { forget, requests } from './requests';
import type { Slot } from './types';

/** Which slots one has a place in; shown before Bazaar has answered, and taken back when it refuses. */
export class Places {
  readonly #slots: LiveStore<Slot>;
  readonly #notices: Notices;
  readonly #lookAgain: () => void;
  readonly #listeners = new Listeners();
  #booked: ReadonlySet<string> = new Set();
  /** What is being asked for, as it will be if Bazaar agrees. The count stands still meanwhile: news that come before the answer may have one's own place in them, or not. */
  #wanted: ReadonlyMap<string, { has: boolean; booked: number }> = new Map();
  #clock = 0;
  #changedAt = new Map<string, number>();

  constructor(slots: LiveStore<Slot>, notices: Notices, lookAgain: () => void) {
    this.#slots = slots;
    this.#notices = notices;
    this.#lookAgain = lookAgain;
  }

  readonly subscribe = this.#listeners.subscribe;

  /** Whether one has a place, as far as one knows; and whether that is still being asked for. */
  readonly has = (slotId: string): boolean => this.#wanted.get(slotId)?.has ?? this.#booked.has(slotId);
  readonly isPending = (slotId: string): boolean => this.#wanted.has(slotId);

  /** How many places of it are taken, one's own included. */
  readonly taken = ({ id, booked }: Slot): number => this.#wanted.get(id)?.booked ?? booked;

  mark(): number {
    return this.#clock;
  }

  /** What one has, as it was read; not of what was answered since the question. */
  settle(mark: number, slotIds: readonly string[]): void {
    const later = [...this.#booked].filter((id) => (this.#changedAt.get(id) ?? 0) > mark);
    const read = slotIds.filter((id) => (this.#changedAt.get(id) ?? 0) <= mark);
    this.#booked = new Set([...read, ...later]);
    this.#listeners.tell();
  }

  async set(slot: Slot, wanted: boolean): Promise<void> {
    const { id, name, booked, capacity } = slot;
    if (this.#wanted.has(id)) return;
    this.#notices.withdraw(`place ${id}`);
    this.#wanted = new Map(this.#wanted).set(id, { has: wanted, booked: Math.max(0, Math.min(capacity, booked + (wanted ? 1 : -1))) });
    this.#listeners.tell();
    try {
      const news = await (wanted ? requests.book(id) : requests.giveUp(id));
      this.#answered(id, wanted);
      this.#slots.apply(news);
    } catch (error) {
      // Booked in another tab: what was wanted is so.
      if (isApiError(error, 'already_booked')) this.#answered(id, true);
      else this.#notices.refused(`place ${id}`, sentenceOf(name, wanted, error), error);
      this.#lookAgain();
    } finally {
      // Two places a person there are not: asking anew can do no harm, and is not answered with what was long ago.
      forget.booking(id);
      const rest = new Map(this.#wanted);
      rest.delete(id);
      this.#wanted = rest;
      this.#listeners.tell();
    }
  }

  #answered(id: string, has: boolean): void {
    this.#clock += 1;
    this.#changedAt.set(id, this.#clock);
    const booked = new Set(this.#booked);
    if (has) booked.add(id);
    else booked.delete(id);
    this.#booked = booked;
  }
}

function sentenceOf(name: string, wanted: boolean, error: unknown): Sentence {
  const did = wanted ? 'booked' : 'given up';
  return mayHaveArrived(error)
    ? ['Whether your place in “', name, `” was ${did} is not known yet.`]
    : ['Your place in “', name, `” was not ${did}.`];
}
