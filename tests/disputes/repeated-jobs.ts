import { NotYet, type Stores, until, type User } from '../../fixtures/index.js';
import { DisputeDesk, type DisputeFile, type DisputeJob } from './dispute-desk.js';
import { JOBS } from './disputes.invariants.js';

/**
 * One job each of several users, which workers can process again and again: put back to its start past the application, then announced
 * on the queue as the outbox announces it. So an exploration walks nothing but the workers.
 *
 * The deployment needs a worker for each job, and `QUIET_WORKERS`: what a timer brings is no part of a job.
 */
export class RepeatedJobs {
  readonly ids: readonly string[];
  readonly #stores: Stores;

  private constructor(stores: Stores, ids: readonly string[]) {
    this.#stores = stores;
    this.ids = ids;
  }

  /** Uploads, validates and submits a file for each user, and waits until all jobs have ended for the first time. */
  static async of(stores: Stores, users: readonly User[], files: readonly DisputeFile[]): Promise<RepeatedJobs> {
    const jobs = [];
    for (const [i, user] of users.entries()) {
      const { job } = await new DisputeDesk(user).hand(files[i]!);
      jobs.push(job.id);
      await new DisputeDesk(user).ended(job.id);
    }
    return new RepeatedJobs(stores, jobs);
  }

  /** Makes all jobs wait for a worker again. What they wrote into the disputes is for the caller to take back. */
  async reset(): Promise<void> {
    await this.#stores.postgres.rows(`
      with forgotten as (delete from inbox where message_id in (select message_id from dispute_jobs where id = any ($1)))
      update dispute_jobs set status = 'PENDING', processed = 0, inserted = 0, duplicates = 0, updated = 0, missing = 0, attempt = 0, worker = null, error = null, started_at = null, finished_at = null
        where id = any ($1)`, [this.ids]);
  }

  /** Announces a job to the workers, and waits until one has ended it. @returns the status it ended in. */
  async process(index: number): Promise<DisputeJob['status']> {
    const id = this.ids[index];
    const { messageId, payload } = await this.#stores.postgres.one<{ messageId: string; payload: object }>(`
      select o.id as "messageId", o.payload from outbox o join dispute_jobs j on j.message_id = o.id where j.id = $1`, [id]);
    await this.#stores.rabbitmq.publish(JOBS.exchange, JOBS.queue, payload, { messageId });
    return await until(`job ${index} to end`, async () => {
      const { status } = await this.#stores.postgres.one<{ status: DisputeJob['status'] }>('select status from dispute_jobs where id = $1', [id]);
      if (status === 'PENDING' || status === 'PROCESSING') throw new NotYet(`it is ${status}`);
      return status;
    }, { everyMs: 20 });
  }
}
