import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base, type DisputeSession } from './disputes.fixture.js';

const WORKERS = 2;
const CONNECTIONS = 2;

const test = base.extend<{ jobs: number; people: number; overtakenAtMost: number }>({
  jobs: [60, { option: true }],
  people: [6, { option: true }],
  // Each of the workers' relays may have a batch of 20 messages in its hands while another publishes later ones.
  overtakenAtMost: [20 + WORKERS, { option: true }],
});

test.use({ deployment: { workers: WORKERS, settings: { PG_POOL_MAX: String(CONNECTIONS), WORKER_PG_POOL_MAX: String(CONNECTIONS), JOB_BATCH_ROWS: '50' } } });

test('D-13 more jobs than database connections', async ({ users, desk, race, jobs, people: count, overtakenAtMost, jobsOverlap, stores, tenantId, everythingHolds }) => {
  expect(jobs, 'more jobs than the workers have connections').toBeGreaterThan(WORKERS * CONNECTIONS);
  const people = await users(count);
  const submitters = Array.from({ length: jobs }, (_, i) => people[i % count]!);
  const sessions: DisputeSession[] = [];
  for (const [i, user] of submitters.entries()) sessions.push(await desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(100, `U${i}`)) }));

  await race(submitters, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  await everythingHolds({ deadlineMs: 60_000 });
  await jobsOverlap();
  const { completed } = await stores.postgres.one(`select count(*) filter (where status = 'COMPLETED')::int as completed from dispute_jobs where tenant_id = $1`, [tenantId]);
  expect(completed).toBe(jobs);
  const starved = await stores.postgres.rows(`
    select j.id as job, count(o.*)::int as overtaken_by from dispute_jobs j join dispute_jobs o on o.tenant_id = j.tenant_id and o.created_at > j.created_at and o.started_at < j.started_at
      where j.tenant_id = $1 group by j.id having count(o.*) > $2`, [tenantId, overtakenAtMost]);
  expect(starved, `no job may be overtaken by more than ${overtakenAtMost} later ones`).toEqual([]);
});
