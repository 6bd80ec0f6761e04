import { csv } from '../../data/csv.js';
import { disputeChanges, newDisputes } from '../../data/disputes.js';
import { QUIET_WORKERS } from '../quiet-workers.js';
import { expect, offending, test } from './disputes.fixture.js';
import { RepeatedJobs } from './repeated-jobs.js';

// A worker for each job. Relays look at the outbox when they are told of a message and otherwise not: they are no part of the story.
test.use({ deployment: { wire: true, instances: 1, workers: 2, settings: QUIET_WORKERS } });

test('D-06c every order in which two jobs can update the same disputes', async ({ users, desk, explore, stores, tenantId }) => {
  // Some two hundred schedules of thirty statements: seconds on a machine of one's own, minutes on a crowded one.
  const people = await users(2);
  const [ann] = people;
  const rows = newDisputes(2, 'UPD');
  const { job } = await desk(ann).hand({ name: 'disputes.csv', content: csv(rows) });
  await desk(ann).ended(job.id);
  const references = rows.map(({ reference }) => reference);
  const orders = [references, [...references].reverse()];
  const files = orders.map((order, i) => ({ name: 'changes.csv', kind: 'update' as const, content: csv(order.flatMap((reference) => disputeChanges([reference], i + 1))) }));
  const jobs = await RepeatedJobs.of(stores, people, files);

  await explore('update against update', {
    // A message is slow to reach a worker; taken to wait elsewhere, its statements would pass for the other's.
    elsewhereMs: 15_000,
    given: async () => {
      await jobs.reset();
      await stores.postgres.rows('delete from dispute_changes where dispute_id in (select id from tbl_disputes where tenant_id = $1)', [tenantId]);
      await stores.postgres.rows(`update tbl_disputes set amount = 1, status = 'OPEN', changes = 0 where tenant_id = $1`, [tenantId]);
    },
    when: { first: () => jobs.process(0), second: () => jobs.process(1) },
    then: async (told) => {
      expect(told).toEqual({ first: 'COMPLETED', second: 'COMPLETED' });
      const { changes } = await stores.postgres.one('select count(*)::int as changes from dispute_changes where job_id = any ($1)', [jobs.ids]);
      expect(changes, 'no update may be lost').toBe(2 * references.length);
      return await offending(stores, tenantId);
    },
  });
});
