import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { until } from '../../fixtures/index.js';
import { answered, expect, test as base, type DisputeJob } from './disputes.fixture.js';

const test = base.extend<{ jobs: number; rowsPerJob: number }>({
  jobs: [3, { option: true }],
  rowsPerJob: [100, { option: true }],
});

test.use({ deployment: { wire: true, workers: 2 } });

test('D-16b the connection breaks while messages are on their way to the broker', { tag: '@quick' }, async ({ users, desk, race, jobs, rowsPerJob, wire, gates, evidence, stores, tenantId, everythingHolds }) => {
  const people = await users(jobs);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'disputes.csv', content: csv(newDisputes(rowsPerJob, `U${i}`)) })));

  // What is published leaves the application and never arrives: nobody can confirm it.
  const { rabbitmq } = wire!;
  const lost: string[] = [];
  rabbitmq.listener = {
    arrived: (batch) => {
      const published = batch.statements.filter(({ text }) => text.startsWith('publish '));
      if (published.length === 0) batch.release();
      else lost.push(...published.map(({ text }) => text));
    },
  };
  const submissions = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  const acknowledged = submissions.values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job.id);
  await until('a message to be on its way', () => lost.length > 0);
  rabbitmq.listener = undefined;
  gates.redeliver();
  evidence.fault(`connections to rabbitmq broken off with ${lost.length} messages on their way`);

  await everythingHolds();
  const ended = await stores.postgres.rows<{ id: string }>(`select id from dispute_jobs where tenant_id = $1 and status = 'COMPLETED'`, [tenantId]);
  expect(ended.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
});
