import { randomInt } from 'node:crypto';
import { seededFaker } from '../../data/random.js';
import { ensemble, expect, test as base } from './gallery.fixture.js';
import { act, differences, type Did, type Scene } from './gallery-model.js';

const ENSEMBLE_STEPS = 25;

const test = base.extend<{ people: number; steps: number; seed: number }>({
  people: [6, { option: true }],
  steps: [25, { option: true }],
  /** 0: another one each time. It is part of the result, so that the mix can be made again; how it interleaves is new each time. */
  seed: [0, { option: true }],
});

const anySeed = () => randomInt(1, 2 ** 31);

test('G-18a a random mix of reads, writes and deletes by many users', { tag: '@quick' }, async ({ users, gallery, picture, idOf, race, people, steps, seed, stores, tenantId, everythingHolds }) => {
  const chosen = seed || anySeed();
  test.info().annotations.push({ type: 'seed', description: String(chosen) });
  const crowd = await users(people);
  const ids = await Promise.all(crowd.map((user) => idOf(user)));
  const scene: Scene = { images: [] };
  for (const [i, user] of crowd.slice(0, 3).entries()) {
    const { id, version } = await gallery(user).hang(await picture(), { title: 'Title at first' });
    scene.images.push({ id, owner: ids[i]!, version });
  }
  const start = scene.images.map(({ id, owner }): Did => ({ user: owner, what: 'upload', image: id, status: 201, value: 'Title at first' }));

  const outcome = await race(crowd, async (user, i) => {
    const random = seededFaker(chosen + i);
    const did: Did[] = [];
    for (let step = 0; step < steps; step++) did.push(await act(gallery(user), ids[i]!, scene, random, picture));
    return did;
  }, { label: `mix of seed ${chosen}`, minOverlap: people });

  await everythingHolds();
  expect(await differences(stores, tenantId, [...start, ...outcome.values.flat()]), `the model of what was acknowledged is what the stores hold (seed ${chosen})`).toEqual([]);
});

ensemble('G-18b a random mix by users in workers of their own', { roles: ['ann', 'bob', 'cat', 'dan'] },
  async ({ role, users, gallery, picture, idOf, agree, gather, together, rendezvous, stores, tenantId, everythingHolds }, testInfo) => {
    const seed = await agree('seed', anySeed);
    testInfo.annotations.push({ type: 'seed', description: String(seed) });
    const [me] = await users(1);
    const mine = await idOf(me);
    const { id, version } = await gallery(me).hang(await picture(), { title: 'Title at first' });
    const all = await gather('the images', { id, owner: mine, version });
    const scene: Scene = { images: Object.values(all) };
    const random = seededFaker(seed + Object.keys(all).sort().indexOf(role));

    const outcome = await together('the mix', async () => {
      const did: Did[] = [{ user: mine, what: 'upload', image: id, status: 201, value: 'Title at first' }];
      for (let step = 0; step < ENSEMBLE_STEPS; step++) did.push(await act(gallery(me), mine, scene, random, picture));
      return did;
    }, { minOverlap: 3 });

    await everythingHolds();
    expect(await differences(stores, tenantId, outcome.values.flat()), `the model of what was acknowledged is what the stores hold (seed ${seed})`).toEqual([]);
    await rendezvous('all have judged');
  });
