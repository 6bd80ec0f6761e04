import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { InconclusiveError, until } from '../../fixtures/index.js';
import { answered, expect, JOBS, test as base, type DisputeJob } from './disputes.fixture.js';

const test = base.extend<{ jobs: number; rowsPerJob: number }>({
  jobs: [6, { option: true }],
  rowsPerJob: [1000, { option: true }],
});

// A broker of its own, since restarting the shared one would disturb every other scenario.
test.use({ deployment: { workers: 2, dedicated: ['rabbitmq'], settings: { JOB_BATCH_ROWS: '50' } } });

test('D-16a the broker restarts between publish and consume', async ({ users, desk, race, jobs, rowsPerJob, target, evidence, stores, tenantId, everythingHolds }) => {
  test.setTimeout(900_000);
  const people = await users(jobs);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(rowsPerJob, `U${i}`)) })));

  const submissions = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  const acknowledged = submissions.values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job.id);
  await until('every job to be published', async () => (await stores.postgres.rows('select 1 from outbox where published_at is null')).length === 0, { everyMs: 5 });
  // Stand still, so that what waits in the queue is still there when the broker goes down.
  const workers = target.processes.filter(({ kind }) => kind === 'worker').map(({ name }) => name);
  await Promise.all(workers.map((name) => target.pause(name)));
  const waiting = await stores.rabbitmq.ready(JOBS.queue);
  if (waiting === 0) throw new InconclusiveError('no message waited between publish and consume when the broker went down', 'Use more jobs, or more rows in each.');
  await target.restartStore('rabbitmq');
  evidence.fault(`rabbitmq restarted with ${waiting} messages waiting in ${JOBS.queue}`);
  await Promise.all(workers.map((name) => target.resume(name)));

  await everythingHolds({ deadlineMs: 45_000 });
  const ended = await stores.postgres.rows<{ id: string }>(`select id from dispute_jobs where tenant_id = $1 and status = 'COMPLETED'`, [tenantId]);
  expect(ended.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
  const { n } = await stores.postgres.one('select count(*)::int as n from tbl_disputes where tenant_id = $1', [tenantId]);
  expect(n, 'each row once').toBe(jobs * rowsPerJob);
});
