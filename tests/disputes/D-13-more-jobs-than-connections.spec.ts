import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base, type DisputeSession } from './disputes.fixture.js';

const INSTANCES = 3;
const WORKERS = 2;
const CONNECTIONS = 2;
const OUTBOX_BATCH = 5;

const test = base.extend<{ jobs: number; people: number; overtakenAtMost: number }>({
  jobs: [60, { option: true }],
  people: [6, { option: true }],
  // What can stand in another order than that of creation: the submits that are in transactions at once; two batches of each worker's relay, for
  // one that the machine has put aside holds its batch while another goes on; and the job that each worker has taken and not begun. Measured on a
  // very busy machine: 7 to 15. Newest first, the oldest would be overtaken by nearly all.
  overtakenAtMost: [INSTANCES * CONNECTIONS + 2 * WORKERS * OUTBOX_BATCH + WORKERS, { option: true }],
});

test.use({
  deployment: {
    instances: INSTANCES, workers: WORKERS,
    settings: { PG_POOL_MAX: String(CONNECTIONS), WORKER_PG_POOL_MAX: String(CONNECTIONS), OUTBOX_BATCH: String(OUTBOX_BATCH), JOB_BATCH_ROWS: '50' },
  },
});

test('D-13 more jobs than database connections', async ({ users, desk, race, jobs, people: count, overtakenAtMost, target, jobsOverlap, stores, tenantId, everythingHolds }) => {
  expect(jobs, 'more jobs than the workers have connections').toBeGreaterThan(WORKERS * CONNECTIONS);
  const people = await users(count);
  const submitters = Array.from({ length: jobs }, (_, i) => people[i % count]!);
  const sessions: DisputeSession[] = [];
  for (const [i, user] of submitters.entries()) sessions.push(await desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(100, `U${i}`)) }));

  // The workers stand still meanwhile, so that all jobs wait at once; else how many do is chance.
  const workers = target.processes.filter(({ kind }) => kind === 'worker').map(({ name }) => name);
  await Promise.all(workers.map((name) => target.pause(name)));
  await race(submitters, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  await Promise.all(workers.map((name) => target.resume(name)));

  await everythingHolds({ deadlineMs: 60_000 });
  await jobsOverlap();
  const { completed } = await stores.postgres.one(`select count(*) filter (where status = 'COMPLETED')::int as completed from dispute_jobs where tenant_id = $1`, [tenantId]);
  expect(completed).toBe(jobs);
  const starved = await stores.postgres.rows(`
    select j.id as job, count(o.*)::int as overtaken_by from dispute_jobs j join dispute_jobs o on o.tenant_id = j.tenant_id and o.created_at > j.created_at and o.started_at < j.started_at
      where j.tenant_id = $1 group by j.id having count(o.*) > $2`, [tenantId, overtakenAtMost]);
  expect(starved, `no job may be overtaken by more than ${overtakenAtMost} later ones`).toEqual([]);
});
