import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { expect, test as base } from './disputes.fixture.js';

const test = base.extend<{ jobs: number; rowsPerJob: number }>({
  jobs: [3, { option: true }],
  rowsPerJob: [4000, { option: true }],
});

// Small batches make jobs long enough to meet.
test.use({ deployment: { workers: 3, settings: { JOB_BATCH_ROWS: '100' } } });

test('D-03 three workers process three jobs in parallel', async ({ users, desk, race, jobs, rowsPerJob, jobsOverlap, everythingHolds }) => {
  const people = await users(jobs);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(rowsPerJob, `U${i}`)) })));

  await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  await everythingHolds();
  const { instances } = await jobsOverlap();
  expect(instances.length, `workers that took part: ${instances.join(', ')}`).toBeGreaterThanOrEqual(2);
});
