import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { QUIET_WORKERS } from '../quiet-workers.js';
import { expect, offending, test } from './disputes.fixture.js';
import { RepeatedJobs } from './repeated-jobs.js';

// A worker for each job. Relays look at the outbox when they are told of a message and otherwise not: they are no part of the story.
test.use({ deployment: { wire: true, instances: 1, workers: 2, settings: QUIET_WORKERS } });

test('D-05d every order in which two jobs can create the same disputes', async ({ users, explore, stores, tenantId }) => {
  // Some two hundred schedules of thirty statements: seconds on a machine of one's own, minutes on a crowded one.
  const people = await users(2);
  const [, ...both] = newDisputes(3, 'SAME');
  const files = [both, [...both].reverse()].map((rows) => ({ name: 'disputes.csv', content: csv(rows) }));
  const jobs = await RepeatedJobs.of(stores, people, files);

  await explore('create against create', {
    // A message is slow to reach a worker; taken to wait elsewhere, its statements would pass for the other's.
    elsewhereMs: 15_000,
    given: async () => {
      await jobs.reset();
      await stores.postgres.rows('delete from tbl_disputes where tenant_id = $1', [tenantId]);
      await stores.postgres.rows('delete from dispute_totals where tenant_id = $1', [tenantId]);
    },
    when: { first: () => jobs.process(0), second: () => jobs.process(1) },
    then: async (told) => {
      expect(told).toEqual({ first: 'COMPLETED', second: 'COMPLETED' });
      const sums = await stores.postgres.one('select sum(inserted)::int as inserted, sum(duplicates)::int as duplicates from dispute_jobs where tenant_id = $1', [tenantId]);
      expect(sums).toEqual({ inserted: both.length, duplicates: both.length });
      return await offending(stores, tenantId);
    },
  });
});
