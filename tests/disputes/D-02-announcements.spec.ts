import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { NotYet, until } from '../../fixtures/index.js';
import { answered, expect, JOBS, quietAlone, test as base, type DisputeJob } from './disputes.fixture.js';

const test = base.extend<{ rowsPerUser: readonly number[] }>({ rowsPerUser: [[100, 50, 200], { option: true }] });

// Of its own, so that the queues hold nothing but this test's messages.
test.use({ deployment: { workers: 3 } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-02a each upload causes one persistent message, and the queues end empty', async ({ users, desk, race, tap, rowsPerUser, stores, tenantId, everythingHolds }) => {
  const announced = await tap(JOBS.exchange, JOBS.queue);
  const people = await users(rowsPerUser.length);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(rowsPerUser[i]!, `U${i}`)) })));

  const submissions = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  const jobs = submissions.values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job);

  await stores.settled(quietAlone(tenantId));
  await everythingHolds();

  // The page of truth is the outbox: what it published is what the tap must have seen, no more and no less.
  const expected = await stores.postgres.rows(`
    select j.message_id as "messageId", true as persistent, jsonb_build_object('jobId', j.id, 'sessionId', s.id, 'filePath', s.stored_path, 'uploadedBy', s.uploaded_by) as body
      from dispute_jobs j join dispute_sessions s on s.id = j.session_id where j.tenant_id = $1`, [tenantId]);
  const seen = (await announced.atLeast(jobs.length)).map(({ messageId, persistent, body }) => ({ messageId, persistent, body }));
  const byId = (a: { messageId?: unknown }, b: { messageId?: unknown }) => String(a.messageId).localeCompare(String(b.messageId));
  expect(seen.sort(byId)).toEqual(expected.sort(byId));

  expect(await stores.rabbitmq.ready(JOBS.dead)).toBe(0);
  await until('bulk.jobs to hold nothing, not even unacknowledged', async () => {
    const { ready, unacknowledged } = await stores.rabbitmq.depth(JOBS.queue);
    if (ready + unacknowledged > 0) throw new NotYet(`${ready} ready, ${unacknowledged} unacknowledged`);
    return true;
  }, { everyMs: 100 });
});

test('D-02b no message is sent for a job that is not committed yet', { tag: '@quick' }, async ({ users, desk, race, tap, gates, stores, everythingHolds }) => {
  const announced = await tap(JOBS.exchange, JOBS.queue);
  const people = await users(2);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(5, `C${i}`)) })));

  // Both submits are held inside their COMMIT, for as long as a relay that knew of them would need to publish, and a worker to look for the job.
  const { result: submissions } = await gates.commit('dispute_jobs').during(
    () => race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' }),
    { waiters: people.length + 1, quietMs: 1500, withinMs: 5000 },
  );

  const jobs = submissions.values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job.id);
  await everythingHolds();
  expect((await announced.atLeast<{ jobId: string }>(2)).map(({ body }) => body.jobId).sort()).toEqual(jobs.sort());
  expect(await stores.rabbitmq.ready(JOBS.dead), 'no worker was told of a job that it could not find').toBe(0);
});
