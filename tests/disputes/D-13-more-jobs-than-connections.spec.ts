import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base, type DisputeSession } from './disputes.fixture.js';

const WORKERS = 2;
const CONNECTIONS = 2;
/** What a worker's relay has in hand at once, at most. */
const OUTBOX_BATCH = 5;
/** The same of a worker's consumer. */
const PREFETCH = 1;

const test = base.extend<{ jobs: number; people: number }>({
  jobs: [60, { option: true }],
  people: [6, { option: true }],
});

test.use({
  deployment: {
    instances: 3, workers: WORKERS,
    settings: { PG_POOL_MAX: String(CONNECTIONS), WORKER_PG_POOL_MAX: String(CONNECTIONS), OUTBOX_BATCH: String(OUTBOX_BATCH), WORKER_PREFETCH: String(PREFETCH), JOB_BATCH_ROWS: '50' },
  },
});

/**
 * Whatever the machine does, so many jobs of higher position may be taken out of the outbox before one. A relay reads in the order of positions, locks
 * what is free, and passes over only what another relay has locked. So a message is overtaken by one of an earlier batch only if that batch's relay was
 * still reading while the message was being locked; it had locked one before the message then, or its batch would not be the earlier.
 */
const OVERTAKEN_AT_MOST = (WORKERS - 1) * (OUTBOX_BATCH - 1);

/**
 * Whatever the machine does, so many jobs of lower position may still have to begin when one begins. When its message was locked, those before it were
 * published, in the same batch, or in the hands of the other relays; and of what was published first, and is therefore delivered first, the workers have
 * at most what they were delivered and have not begun. How *often* one job is overtaken is no such number: whoever has it in hand may be put
 * aside for any time, while the others go on.
 */
const AHEAD_OF_AT_MOST = (WORKERS - 1) * OUTBOX_BATCH + WORKERS * PREFETCH - 1;

/** The dispute jobs of a tenant in the order in which they were handed in, with the relay's transaction that took each out of the outbox. */
const QUEUE = `select j.id, o.position, o.xmin::text::bigint as taken, j.started_at from dispute_jobs j join outbox o on o.id = j.message_id where j.tenant_id = $1`;

test('D-13 more jobs than database connections', async ({ users, desk, race, jobs, people: count, target, jobsOverlap, stores, tenantId, everythingHolds }) => {
  expect(jobs, 'more jobs than the workers have connections').toBeGreaterThan(WORKERS * CONNECTIONS);
  const people = await users(count);
  const submitters = Array.from({ length: jobs }, (_, i) => people[i % count]!);
  const sessions: DisputeSession[] = [];
  for (const [i, user] of submitters.entries()) sessions.push(await desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(100, `U${i}`)) }));

  // The workers stand still meanwhile, so that all jobs wait at once; else how many do is chance.
  const workers = target.processes.filter(({ kind }) => kind === 'worker').map(({ name }) => name);
  await Promise.all(workers.map((name) => target.pause(name)));
  await race(submitters, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  const free = await stores.postgres.rows('select id from outbox where published_at is null and id in (select message_id from dispute_jobs where tenant_id = $1) for update skip locked', [tenantId]);
  expect(free, 'every message lies in the outbox, and no relay has any').toHaveLength(jobs);
  await Promise.all(workers.map((name) => target.resume(name)));

  await everythingHolds();
  await jobsOverlap();
  const { completed } = await stores.postgres.one(`select count(*) filter (where status = 'COMPLETED')::int as completed from dispute_jobs where tenant_id = $1`, [tenantId]);
  expect(completed).toBe(jobs);
  const overtaken = await stores.postgres.rows(`
    with q as (${QUEUE}) select a.id as job, count(*)::int as overtaken_by from q a join q b on b.position > a.position and b.taken < a.taken group by a.id having count(*) > $2`, [tenantId, OVERTAKEN_AT_MOST]);
  expect(overtaken, `no job may be overtaken in the outbox by more than ${OVERTAKEN_AT_MOST} that were handed in later`).toEqual([]);
  const early = await stores.postgres.rows(`
    with q as (${QUEUE}) select b.id as job, count(*)::int as ahead_of from q b join q a on a.position < b.position and a.started_at > b.started_at group by b.id having count(*) > $2`, [tenantId, AHEAD_OF_AT_MOST]);
  expect(early, `no job may begin ahead of more than ${AHEAD_OF_AT_MOST} that were handed in before it`).toEqual([]);
});
