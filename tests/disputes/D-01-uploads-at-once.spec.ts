import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, test as base, type DisputeFile, type DisputeJob, type DisputeSession, uploadForm } from './disputes.fixture.js';

const test = base.extend<{ rowsPerUser: readonly number[]; files: DisputeFile[] }>({
  rowsPerUser: [[100, 50, 200], { option: true }],
  files: async ({ rowsPerUser }, use) => {
    await use(rowsPerUser.map((rows, i) => ({ name: `disputes-${i + 1}.csv`, content: csv(newDisputes(rows, `U${i + 1}`, i + 1)) })));
  },
});

/** What the stores must hold of each user, whichever way the files were handed in. */
const EACH_USER = `
  select u.name, s.row_count::int as rows, j.status, count(d.id)::int as disputes
    from users u join dispute_sessions s on s.uploaded_by = u.id join dispute_jobs j on j.session_id = s.id left join tbl_disputes d on d.job_id = j.id and d.uploaded_by = u.id
    where u.tenant_id = $1 group by u.name, s.id, j.id order by u.name`;

test('D-01a three users upload at once', { tag: '@quick' }, async ({ users, desk, race, files, rowsPerUser, stores, tenantId, everythingHolds }) => {
  const people = await users(rowsPerUser.length);

  const uploads = await race(people, (user, i) => desk(user).upload(files[i]!), { label: 'upload' });
  const sessions = uploads.values.map((reply) => answered<DisputeSession>(reply, 201));

  const validations = await race(people, (user, i) => desk(user).validate(sessions[i]!.id), { label: 'validate' });
  expect(validations.values.map((reply) => answered<DisputeSession>(reply, 200).rowCount)).toEqual(rowsPerUser);

  const submissions = await race(people, (user, i) => desk(user).submit(sessions[i]!.id), { label: 'submit' });
  const jobs = submissions.values.map((reply) => answered<{ job: DisputeJob }>(reply, 202).job);

  await everythingHolds();
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(people.length);
  expect(new Set(sessions.map(({ storedPath }) => storedPath)).size).toBe(people.length);
  expect(await stores.postgres.rows(EACH_USER, [tenantId])).toEqual(people.map(({ name }, i) => ({ name, rows: rowsPerUser[i], status: 'COMPLETED', disputes: rowsPerUser[i] })));
});

test('D-01b three people upload at once from their browsers', async ({ users, openDisputes, race, files, rowsPerUser, stores, tenantId, everythingHolds }) => {
  const people = await users(rowsPerUser.length);
  const pages = await Promise.all(people.map((user) => openDisputes(user)));
  await Promise.all(pages.map((page, i) => page.choose(files[i]!)));

  await race(people, async (_, i) => {
    await pages[i]!.uploadButton.click();
    await expect(pages[i]!.upload(files[i]!.name).root).toBeVisible();
  }, { label: 'click Upload', hold: '**/api/disputes/sessions?*' });
  await race(people, async (_, i) => { await pages[i]!.upload(files[i]!.name).validate(); }, { label: 'click Validate', hold: '**/validate' });
  await race(people, async (_, i) => { await pages[i]!.upload(files[i]!.name).submit(); }, { label: 'click Submit', hold: '**/submit' });

  await everythingHolds();
  expect(await stores.postgres.rows(EACH_USER, [tenantId])).toEqual(people.map(({ name }, i) => ({ name, rows: rowsPerUser[i], status: 'COMPLETED', disputes: rowsPerUser[i] })));
  await Promise.all(pages.map((page, i) => expect(page.upload(files[i]!.name).status).toHaveText('Completed')));
});

test('D-01c three users upload at once at one and the same instance', async ({ users, signIn, volley, files, rowsPerUser, target, stores, tenantId, everythingHolds }) => {
  // The balancer spreads what comes at once. What requests share inside a process, they share only at one instance.
  const at = target.processes.find(({ kind }) => kind === 'api');
  const people = await users(rowsPerUser.length);
  const there = await Promise.all(people.map(({ credentials }) => signIn(credentials, { at })));

  const uploads = await volley(there, (_, i) => ({ method: 'POST', path: '/api/disputes/sessions', query: { kind: 'create' }, form: uploadForm(files[i]!) }), { label: 'upload' });

  expect(uploads).toHaveStatuses({ 201: people.length });
  await everythingHolds();
  const stored = await stores.postgres.rows('select u.name, s.file_name as file from dispute_sessions s join users u on u.id = s.uploaded_by where s.tenant_id = $1 order by s.file_name', [tenantId]);
  expect(stored, 'each file is its uploader\'s').toEqual(people.map(({ name }, i) => ({ name, file: files[i]!.name })));
});
