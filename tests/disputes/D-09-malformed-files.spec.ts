import { goodFile, malformedFiles } from '../../data/malformed-csv.js';
import { NotYet, until } from '../../fixtures/index.js';
import { answered, expect, JOBS, quietAlone, test as base, type DisputeSession } from './disputes.fixture.js';

const test = base.extend<{ goodFiles: number }>({ goodFiles: [4, { option: true }] });

// Of its own: what ends in the dead-letter queue is this test's.
test.use({ deployment: { workers: 2 } });
// One deployment for all of them.
test.describe.configure({ mode: 'default' });

test('D-09a malformed files beside good ones', async ({ users, desk, race, goodFiles, stores, tenantId, everythingHolds }) => {
  const bad = malformedFiles.map(({ name, content }) => ({ name, content }));
  const good = Array.from({ length: goodFiles }, (_, i) => ({ name: `good-${i}.csv`, content: goodFile(`G${i}`) }));
  const files = [...bad, ...good];
  const people = await users(files.length);

  const uploads = await race(people, (user, i) => desk(user).upload(files[i]!), { label: 'upload' });
  const sessions = uploads.values.map((reply) => answered<DisputeSession>(reply, 201));
  const validations = await race(people, (user, i) => desk(user).validate(sessions[i]!.id), { label: 'validate' });
  const validated = validations.values.map((reply) => answered<DisputeSession>(reply, 200));
  const submissions = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });

  expect(submissions).toHaveStatuses({ 202: good.length, 409: bad.length });
  await everythingHolds();
  const complaints = validated.slice(0, bad.length).map(({ fileName, status, report }) => ({ fileName, status, ...pick(report?.[0]) }));
  expect(complaints, 'each file is refused for what is wrong with it').toEqual(malformedFiles.map(({ name, code, line, column }) => ({ fileName: name, status: 'INVALID', code, line, column })));
  const stored = await stores.postgres.rows<{ file_name: string; status: string; job: string | null }>(`
    select s.file_name, s.status, j.status as job from dispute_sessions s left join dispute_jobs j on j.session_id = s.id where s.tenant_id = $1 order by s.file_name`, [tenantId]);
  expect(stored).toEqual([
    ...bad.map(({ name }) => ({ file_name: name, status: 'INVALID', job: null })),
    ...good.map(({ name }) => ({ file_name: name, status: 'VALIDATED', job: 'COMPLETED' })),
  ].sort((a, b) => a.file_name < b.file_name ? -1 : 1));
});

test('D-09b poison messages among jobs go to the dead-letter queue, once', { tag: '@quick' }, async ({ users, desk, race, tap, stores, tenantId, everythingHolds }) => {
  const published = await tap(JOBS.exchange, JOBS.queue);
  const poison = ['not json at all', '{"jobId": 7}', '{"jobId":"00000000-0000-4000-8000-000000000000","sessionId":"00000000-0000-4000-8000-000000000000","filePath":"../../etc/passwd","uploadedBy":"nobody"}'];
  const people = await users(2);
  const sessions = await Promise.all(people.map((user, i) => desk(user).prepare({ name: 'good.csv', content: goodFile(`P${i}`) })));

  await race([...people, ...poison.map((body) => ({ name: 'poisoner', body }))], async (who, i) => 'body' in who
    ? await stores.rabbitmq.publish(JOBS.exchange, JOBS.queue, Buffer.from(who.body), { messageId: crypto.randomUUID() })
    : answered(await desk(who).submit(sessions[i]!.id), 202), { label: 'jobs and poison' });

  await until('all poison to be dead-lettered', async () => {
    const dead = await stores.rabbitmq.ready(JOBS.dead);
    if (dead < poison.length) throw new NotYet(`${dead} of ${poison.length} so far`);
    return true;
  });
  await stores.settled(quietAlone(tenantId));
  await everythingHolds();
  const dead = await stores.rabbitmq.peek(JOBS.dead);
  expect(dead.map(({ body }) => body).sort()).toEqual([...poison].sort());
  expect(dead.map(({ headers }) => headers['x-first-death-reason']), 'refused at the first look, not after going round').toEqual(poison.map(() => 'rejected'));
  expect(published.messages(), 'nothing was published again').toHaveLength(poison.length + people.length);
});

function pick(entry: { code: string; line: number; column: number } | undefined) {
  return entry && { code: entry.code, line: entry.line, column: entry.column };
}
