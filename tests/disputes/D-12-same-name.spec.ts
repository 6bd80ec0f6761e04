import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { answered, expect, sha256, test as base, type DisputeSession } from './disputes.fixture.js';

const test = base.extend<{ people: number; fileNames: readonly string[] }>({
  people: [3, { option: true }],
  // The second tries to leave the folder, the third to be a hidden file.
  fileNames: [['disputes.csv', '../../../disputes.csv', '.disputes.csv'], { option: true }],
});

test('D-12 three users upload a file of the same name', { tag: '@quick' }, async ({ users, desk, race, people: count, fileNames, stores, everythingHolds }) => {
  const people = await users(count);
  const contents = people.map((_, i) => csv(newDisputes(10 + i, `N${i}`)));

  const outcome = await race(people, (user, i, round) => desk(user).upload({ name: fileNames[round]!, content: contents[i]! }), { label: 'upload', rounds: fileNames.length });

  await everythingHolds();
  const sessions = outcome.operations.map(({ value, index }) => ({ sent: sha256(contents[index]!), told: answered<DisputeSession>(value!, 201) }));
  expect(new Set(sessions.map(({ told }) => told.storedPath)).size).toBe(sessions.length);
  for (const { sent, told } of sessions) {
    expect(told.checksum).toBe(sent);
    expect(await stores.files.checksum(told.storedPath), told.storedPath).toBe(sent);
  }
});
