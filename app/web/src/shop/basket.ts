import { hereAt } from '../platform/clock';
import { mayHaveArrived } from '../platform/errors';
import { Listeners } from '../platform/listeners';
import { LiveStore } from '../platform/live-store';
import type { Reservation } from './types';

/** A reservation that went away, and not from here. */
export interface Vanished {
  reservation: Reservation;
  why: 'expired' | 'elsewhere';
}

/** What one has reserved and not ordered yet. */
export class Basket {
  // A reservation is in the basket as long as it is ACTIVE, and never comes back: what is held is as new as anything.
  readonly #held = new LiveStore<Reservation>(({ id }) => id, () => false);
  readonly #listeners = new Listeners();
  /** Taken out from here, by releasing or ordering it. */
  readonly #leaving = new Set<string>();
  /** Of these, what is shown as gone before Bazaar has answered. */
  readonly #hidden = new Set<string>();
  readonly #expired = new Set<string>();
  /** While what is shown is being ordered it stays: live news of it come before the answer. */
  #ordering = 0;
  #before: readonly Reservation[] = [];
  #shown: readonly Reservation[] = [];
  #vanished: readonly Vanished[] = [];

  constructor() {
    this.#held.subscribe(() => this.#draw());
  }

  readonly subscribe = this.#listeners.subscribe;
  readonly shown = (): readonly Reservation[] => this.#shown;
  readonly vanished = (): readonly Vanished[] => this.#vanished;

  mark(): number {
    return this.#held.mark();
  }

  settle(mark: number, reservations: readonly Reservation[]): void {
    this.#held.settle(mark, reservations);
  }

  add(reservation: Reservation): void {
    this.#held.apply(reservation);
  }

  hear(id: string, status: Reservation['status']): void {
    if (status === 'EXPIRED') this.#expired.add(id);
    if (status !== 'ACTIVE') this.#held.remove(id);
  }

  /** Out of the basket at once; what `work` throws puts it back. */
  async takeOut(ids: readonly string[], { atOnce }: { atOnce: boolean }, work: () => Promise<void>): Promise<void> {
    for (const id of ids) this.#leaving.add(id);
    if (atOnce) for (const id of ids) this.#hidden.add(id);
    this.#draw();
    if (!atOnce) this.#ordering += 1;
    try {
      await work();
      for (const id of ids) this.#held.remove(id);
    } catch (error) {
      for (const id of ids) {
        this.#hidden.delete(id);
        // Else it may leave all the same, and that is no surprise.
        if (!mayHaveArrived(error)) this.#leaving.delete(id);
      }
      throw error;
    } finally {
      if (!atOnce) this.#ordering -= 1;
      this.#draw();
    }
  }

  acknowledge(id: string): void {
    this.#vanished = this.#vanished.filter(({ reservation }) => reservation.id !== id);
    this.#listeners.tell();
  }

  #draw(): void {
    if (this.#ordering > 0) return;
    const items = [...this.#held.items()].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || (a.id < b.id ? 1 : -1));
    const now = new Set(items.map(({ id }) => id));
    const lost = this.#before.filter(({ id }) => !now.has(id) && !this.#leaving.has(id));
    if (lost.length > 0) this.#vanished = [...this.#vanished, ...lost.map((reservation) => ({ reservation, why: this.#whyOf(reservation) }))];
    this.#before = items;
    this.#shown = items.filter(({ id }) => !this.#hidden.has(id));
    this.#listeners.tell();
  }

  #whyOf({ id, expiresAt }: Reservation): Vanished['why'] {
    return this.#expired.has(id) || (expiresAt !== null && hereAt(expiresAt) <= Date.now()) ? 'expired' : 'elsewhere';
  }
}
