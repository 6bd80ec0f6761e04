import { csv } from '../../data/csv.js';
import { disputeChanges, newDisputes } from '../../data/disputes.js';
import { answered, expect, test as base, type DisputeJob } from './disputes.fixture.js';

const test = base.extend<{ disputes: number }>({ disputes: [1500, { option: true }] });

test.use({ deployment: { workers: 2, settings: { JOB_BATCH_ROWS: '50' } } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-06a two jobs update the same disputes in different orders', async ({ users, desk, race, disputes, jobsOverlap, stores, tenantId, everythingHolds }) => {
  const people = await users(2);
  const [ann] = people;
  const rows = newDisputes(disputes, 'UPD');
  const { job } = await desk(ann).hand({ name: 'disputes.csv', content: csv(rows) });
  await desk(ann).ended(job.id);
  const references = rows.map(({ reference }) => reference);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'changes.csv', kind: 'update', content: csv(disputeChanges(references, i + 1)) })));

  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  // No lost update: each change begins where the one before ended, and the last is the value (see the domain's invariants).
  await everythingHolds();
  await jobsOverlap(`update`);
  const changes = await stores.postgres.one(`
    select count(*)::int as changes, count(distinct c.dispute_id)::int as disputes, count(distinct c.job_id)::int as jobs
      from dispute_changes c join tbl_disputes d on d.id = c.dispute_id where d.tenant_id = $1`, [tenantId]);
  expect(changes, 'no change is lost').toEqual({ changes: 2 * disputes, disputes, jobs: 2 });
  const failed = await stores.postgres.rows(`select id, status, error from dispute_jobs where tenant_id = $1 and status <> 'COMPLETED'`, [tenantId]);
  expect(failed, 'no job may fail, of a deadlock or otherwise').toEqual([]);
});

test('D-06b both jobs have read a dispute before either changes it', { tag: '@quick' }, async ({ users, desk, race, gates, stores, tenantId, everythingHolds }) => {
  const people = await users(2);
  const [ann] = people;
  const [row] = newDisputes(1, 'ONE');
  const { job } = await desk(ann).hand({ name: 'disputes.csv', content: csv([row!]) });
  await desk(ann).ended(job.id);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'changes.csv', kind: 'update', content: csv(disputeChanges([row!.reference], i + 1)) })));

  await gates.row('tbl_disputes', { tenant_id: tenantId, reference: row!.reference }).during(async () => {
    const { values } = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
    await Promise.all(people.map((user, i) => desk(user).ended(answered<{ job: DisputeJob }>(values[i]!, 202).job.id)));
  });

  await everythingHolds();
  const jobs = await stores.postgres.rows(`select j.status, j.updated from dispute_jobs j join dispute_sessions s on s.id = j.session_id where j.tenant_id = $1 and s.kind = 'update'`, [tenantId]);
  expect(jobs, 'no job may fail').toEqual([{ status: 'COMPLETED', updated: 1 }, { status: 'COMPLETED', updated: 1 }]);
});
