import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { InconclusiveError, until } from '../../fixtures/index.js';
import { expect, test as base } from './disputes.fixture.js';

const test = base.extend<{ jobs: number; rowsPerJob: number }>({
  jobs: [3, { option: true }],
  rowsPerJob: [6000, { option: true }],
});

test.use({ deployment: { workers: 3, settings: { JOB_BATCH_ROWS: '50' } } });

test('D-08 a worker dies in the middle of a job', async ({ users, desk, race, jobs, rowsPerJob, target, evidence, stores, tenantId, everythingHolds }) => {
  const people = await users(jobs);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(rowsPerJob, `U${i}`)) })));

  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  const victim = await until('a job to be half-way', async () => (await stores.postgres.rows<{ id: string; worker: string }>(
    `select id, worker from dispute_jobs where tenant_id = $1 and status = 'PROCESSING' and processed between 1 and total - 1 order by processed limit 1`, [tenantId]))[0], { everyMs: 5 });
  await target.kill(victim.worker);
  const { processed, status } = await stores.postgres.one<{ processed: number; status: string }>('select processed, status from dispute_jobs where id = $1', [victim.id]);
  evidence.fault(`${victim.worker} killed with ${processed} of ${rowsPerJob} rows of job ${victim.id} done`);
  if (status === 'COMPLETED') throw new InconclusiveError(`job ${victim.id} was done before ${victim.worker} died`, 'Use more rows or smaller batches.');

  await everythingHolds();
  const finished = await stores.postgres.one('select status, processed, inserted, attempt, worker <> $2 as by_another from dispute_jobs where id = $1', [victim.id, victim.worker]);
  expect(finished).toEqual({ status: 'COMPLETED', processed: rowsPerJob, inserted: rowsPerJob, attempt: 2, by_another: true });
  const { n } = await stores.postgres.one('select count(*)::int as n from tbl_disputes where tenant_id = $1', [tenantId]);
  expect(n).toBe(jobs * rowsPerJob);
});
