import { answered, expect, TASKS, test as base, type Task } from './billing.fixture.js';
import { until } from '../../fixtures/index.js';

const test = base.extend<{ tasks: number }>({ tasks: [20, { option: true }] });

test.use({ deployment: { instances: 2, workers: 3, wire: true } });
test.describe.configure({ mode: 'default' });

test('B-11a tasks are spread over the workers, and each is done once however often it is announced', async ({ users, billing, race, gates, tasks, target, stores, everythingHolds }) => {
  const crowd = await users(tasks);

  // Several workers have a task in their hands at once.
  const { result: outcome } = await gates.deliveries(TASKS.queue).during(() => race(crowd, (user) => billing(user).requestStatement(), { label: 'ask for a statement' }), { waiters: 2 });

  expect(outcome).toHaveStatuses({ 202: tasks });
  const told = outcome.values.map((reply) => answered<{ task: Task }>(reply, 202).task);
  await everythingHolds();
  const ids = told.map(({ id }) => id);
  const before = await stores.postgres.rows<{ id: string; worker: string; attempt: number }>('select id, worker, attempt from billing_tasks where id = any($1::uuid[]) order by id', [ids]);
  expect(before.map(({ id }) => id), 'what was acknowledged is there, and nothing else').toEqual([...ids].sort());
  expect(new Set(before.map(({ worker }) => worker)).size, `workers that took part: ${before.map(({ worker }) => worker).join(', ')}`).toBeGreaterThanOrEqual(2);

  const messages = await stores.postgres.rows<{ id: string; payload: object }>('select o.id, o.payload from outbox o join billing_tasks t on t.message_id = o.id where t.id = any($1::uuid[])', [ids]);
  await Promise.all(messages.map(({ id, payload }) => stores.rabbitmq.publish(TASKS.exchange, TASKS.queue, payload, { messageId: id })));
  // A worker has one message in its hands at a time: who has done a later task is done with all that came before it.
  const { now } = await stores.postgres.one<{ now: Date }>('select clock_timestamp() as now');
  await until('every worker to have gone on to a later task', async () => {
    answered(await billing(crowd[0]!).requestStatement(), 202);
    const { workers } = await stores.postgres.one<{ workers: number }>(`select count(distinct worker)::int as workers from billing_tasks where created_at > $1 and status = 'DONE'`, [now]);
    return workers === target.processes.filter(({ kind }) => kind === 'worker').length;
  }, { deadlineMs: 60_000, everyMs: 50 });
  await everythingHolds();
  expect(await stores.postgres.rows('select id, worker, attempt from billing_tasks where id = any($1::uuid[]) order by id', [ids]), 'what was done is not begun again').toEqual(before);
});

test('B-11b a worker dies with a task in its hands', async ({ users, billing, race, gates, target, stores, evidence, tenantId, everythingHolds }) => {
  const crowd = await users(4);
  let victim: { worker: string; id: string } | undefined;

  // Two workers have claimed a task each, and are about to write.
  await gates.table('billing_statements').during(async (gate) => {
    const asking = race(crowd, (user) => billing(user).requestStatement(), { label: 'ask for a statement' });
    [victim] = await until('two workers to be at it', async () => {
      const running = await stores.postgres.rows<{ worker: string; id: string }>(`select worker, id from billing_tasks where tenant_id = $1 and status = 'RUNNING' order by worker`, [tenantId]);
      const writing = await stores.postgres.rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'insert into billing_statements%'`);
      return running.length >= 2 && writing.length >= 2 ? running : undefined;
    }, { everyMs: 3 });
    await target.kill(victim!.worker);
    evidence.fault(`${victim!.worker} killed while it writes the statement of task ${victim!.id}`);
    expect(await asking).toHaveStatuses({ 202: crowd.length });
    gate.open();
  }, { waiters: 4, withinMs: 60_000 });

  await everythingHolds();
  expect(await stores.postgres.one('select attempt, worker <> $2 as by_another from billing_tasks where id = $1', [victim!.id, victim!.worker])).toEqual({ attempt: 2, by_another: true });
  await target.start(victim!.worker);
});
