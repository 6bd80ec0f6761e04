import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base } from './disputes.fixture.js';

const WORKERS = 2;
const CONNECTIONS = 2;

const test = base.extend<{ jobs: number; overtakenAtMost: number }>({
  jobs: [24, { option: true }],
  // What may be in other workers' hands while one is being handed out, and the order in which simultaneous relays publish.
  overtakenAtMost: [3 * WORKERS, { option: true }],
});

test.use({ deployment: { workers: WORKERS, settings: { PG_POOL_MAX: String(CONNECTIONS), WORKER_PG_POOL_MAX: String(CONNECTIONS), JOB_BATCH_ROWS: '50' } } });

test('D-13 more jobs than database connections', async ({ users, desk, race, jobs, overtakenAtMost, jobsOverlap, stores, tenantId, everythingHolds }) => {
  expect(jobs, 'more jobs than the workers have connections').toBeGreaterThan(WORKERS * CONNECTIONS);
  const people = await users(jobs);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(400, `U${i}`)) })));

  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  await everythingHolds({ deadlineMs: 60_000 });
  await jobsOverlap();
  const { completed } = await stores.postgres.one(`select count(*) filter (where status = 'COMPLETED')::int as completed from dispute_jobs where tenant_id = $1`, [tenantId]);
  expect(completed).toBe(jobs);
  const starved = await stores.postgres.rows(`
    select j.id as job, count(o.*)::int as overtaken_by from dispute_jobs j join dispute_jobs o on o.tenant_id = j.tenant_id and o.created_at > j.created_at and o.started_at < j.started_at
      where j.tenant_id = $1 group by j.id having count(o.*) > $2`, [tenantId, overtakenAtMost]);
  expect(starved, `no job may be overtaken by more than ${overtakenAtMost} later ones`).toEqual([]);
});
