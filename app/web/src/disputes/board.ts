import { isRecord } from '../platform/errors';
import { LiveStore } from '../platform/live-store';
import type { Job, JobStatus, UploadSession, WithJob } from './types';

const stage: Record<JobStatus, number> = { PENDING: 0, PROCESSING: 1, COMPLETED: 2, FAILED: 2, CANCELLED: 2 };

/** Jobs carry no version, but they only ever move one way: to an end; else to a later attempt; else forward. */
function isNewerJob(next: Job, held: Job): boolean {
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

/** Everything the page knows about one person's uploads. */
export class Board {
  readonly #sessions = new LiveStore<UploadSession>(({ id }) => id, (next, held) => next.version > held.version);
  // Apart from the sessions, since the news of a job may come before the news of its session.
  readonly #jobs = new LiveStore<Job>(({ sessionId }) => sessionId, isNewerJob);
  #rows: readonly Row[] = [];

  constructor() {
    this.#sessions.subscribe(() => this.#combine());
    this.#jobs.subscribe(() => this.#combine());
  }

  readonly rows = (): readonly Row[] => this.#rows;

  readonly subscribe = (listener: () => void): (() => void) => {
    const stops = [this.#sessions.subscribe(listener), this.#jobs.subscribe(listener)];
    return () => stops.forEach((stop) => stop());
  };

  hear(name: string, data: unknown): void {
    if (!isRecord(data)) return;
    if (name === 'session') {
      if (data.deleted === true) this.remove(String(data.id));
      else this.session(data as unknown as WithJob);
    } else if (name === 'job') this.job(data as unknown as Job);
  }

  session({ job, ...session }: WithJob): void {
    if (job) this.#jobs.apply(job);
    this.#sessions.apply(session);
  }

  job(job: Job): void {
    this.#jobs.apply(job);
  }

  remove(id: string): void {
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

  #combine(): void {
    const before = new Map(this.#rows.map((row) => [row.session.id, row]));
    this.#rows = this.#sessions.items()
      .map((session) => {
        const job = this.#jobs.get(session.id);
        const row = before.get(session.id);
        // The same object while nothing changed, so that only the rows that did are drawn again.
        return row?.session === session && row.job === job ? row : { session, job };
      })
      .sort((a, b) => Date.parse(b.session.createdAt) - Date.parse(a.session.createdAt) || (a.session.id < b.session.id ? 1 : -1));
  }
}
