import { isRecord } from '../platform/errors';
import { LiveStore } from '../platform/live-store';
import type { Job, JobStatus, UploadSession, WithJob } from './types';

const stage: Record<JobStatus, number> = { PENDING: 0, PROCESSING: 1, COMPLETED: 2, FAILED: 2, CANCELLED: 2 };

/** By version where there is one. Even without, jobs move only one way: to an end; else to a later attempt; else forward. */
function isNewerJob(next: Job, held: Job): boolean {
  if (next.version !== undefined && held.version !== undefined) return next.version > held.version;
  if (stage[held.status] === 2) return false;
  if (stage[next.status] === 2) return true;
  if (next.attempt !== held.attempt) return next.attempt > held.attempt;
  if (next.status !== held.status) return stage[next.status] > stage[held.status];
  return next.processed > held.processed;
}

export interface Row {
  session: UploadSession;
  job: Job | undefined;
}

/** An upload that was deleted elsewhere, with what was being typed about it here. */
export interface Vanished {
  id: string;
  fileName: string;
  draft: string | undefined;
}

/** Everything the page knows about one person's uploads. */
export class Board {
  readonly #sessions = new LiveStore<UploadSession>(({ id }) => id, (next, held) => next.version > held.version);
  // Apart from the sessions, since the news of a job may come before the news of its session.
  readonly #jobs = new LiveStore<Job>(({ sessionId }) => sessionId, isNewerJob);
  #rows: readonly Row[] = [];
  #vanished: readonly Vanished[] = [];
  readonly #drafts = new Map<string, string>();
  readonly #removedHere = new Set<string>();
  readonly #listeners = new Set<() => void>();

  constructor() {
    this.#sessions.subscribe(() => this.#combine());
    this.#jobs.subscribe(() => this.#combine());
  }

  readonly rows = (): readonly Row[] => this.#rows;

  readonly vanished = (): readonly Vanished[] => this.#vanished;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  hear(name: string, data: unknown): void {
    if (!isRecord(data)) return;
    if (name === 'session') {
      if (data.deleted === true) this.forget(String(data.id));
      else this.session(data as unknown as WithJob);
    } else if (name === 'job') this.job(data as unknown as Job);
  }

  /** Kept beside the row, so that a row which vanishes does not take along what was typed. */
  draft(id: string, text: string | undefined): void {
    if (text === undefined) this.#drafts.delete(id);
    else this.#drafts.set(id, text);
  }

  session({ job, ...session }: WithJob): void {
    if (job) this.#jobs.apply(job);
    this.#sessions.apply(session);
  }

  job(job: Job): void {
    this.#jobs.apply(job);
  }

  /** About to be deleted from here: the live news of it may come before the answer, and is no surprise. */
  expectRemoval(id: string): () => void {
    this.#removedHere.add(id);
    return () => this.#removedHere.delete(id);
  }

  /** Deleted, as we hear. */
  forget(id: string): void {
    this.#sessions.remove(id);
    this.#jobs.remove(id);
  }

  mark(): number {
    return this.#sessions.mark();
  }

  settle(mark: number, sessions: readonly WithJob[]): void {
    this.#jobs.apply(...sessions.flatMap(({ job }) => job ?? []));
    this.#sessions.settle(mark, sessions.map(({ job: _, ...session }) => session));
  }

  acknowledge(id: string): void {
    this.#vanished = this.#vanished.filter((one) => one.id !== id);
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #combine(): void {
    const before = new Map(this.#rows.map((row) => [row.session.id, row]));
    const now = new Set(this.#sessions.items().map(({ id }) => id));
    const lost = [...before.values()].filter(({ session: { id } }) => !now.has(id) && !this.#removedHere.has(id));
    if (lost.length > 0) this.#vanished = [...this.#vanished, ...lost.map(({ session: { id, fileName } }) => ({ id, fileName, draft: this.#drafts.get(id) }))];
    this.#rows = this.#sessions.items()
      .map((session) => {
        const job = this.#jobs.get(session.id);
        const row = before.get(session.id);
        // The same object while nothing changed, so that only the rows that did are drawn again.
        return row?.session === session && row.job === job ? row : { session, job };
      })
      .sort((a, b) => Date.parse(b.session.createdAt) - Date.parse(a.session.createdAt) || (a.session.id < b.session.id ? 1 : -1));
    this.#tell();
  }
}
