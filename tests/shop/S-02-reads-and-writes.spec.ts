import { randomInt } from 'node:crypto';
import { seededFaker } from '../../data/random.js';
import { answered, expect, test as base, type Product } from './shop.fixture.js';
import { differences, newAccount, read, write, type Account, type Scene } from './shop-model.js';

const test = base.extend<{ people: number; steps: number; seed: number }>({
  people: [8, { option: true }],
  steps: [20, { option: true }],
  /** 0: another one each time. It is part of the result. */
  seed: [0, { option: true }],
});

for (const [id, what, readsOfTen] of [['a', 'mostly read', 9], ['b', 'mostly write', 1], ['c', 'read and write as much', 5]] as const) {
  test(`S-02${id} many ${what}, and everybody reads what is so`, async ({ users, owner, shop, stocked, idOf, race, people, steps, seed, stores, tenantId, everythingHolds }, testInfo) => {
    const chosen = seed || randomInt(1, 2 ** 31);
    testInfo.annotations.push({ type: 'seed', description: String(chosen) });
    const crowd = await users(people);
    const ids = await Promise.all(crowd.map((user) => idOf(user)));
    const { products } = await stocked({ products: 3, each: 2 * people });
    const scene: Scene = { products, acknowledged: new Map() };

    const outcome = await race([owner, ...crowd], async (user, i): Promise<Account> => {
      const random = seededFaker(chosen + i);
      const account = newAccount(i === 0 ? 'staff' : ids[i - 1]!);
      for (let step = 0; step < steps; step++) {
        if (i === 0) await edit(random.helpers.arrayElement(products).id, step);
        else if (random.number.int({ min: 1, max: 10 }) <= readsOfTen) await read(shop(user), account, scene, random);
        else await write(shop(user), account, scene, random);
      }
      return account;
    }, { label: `${what}, seed ${chosen}`, minOverlap: 4 });

    const accounts = outcome.values.slice(1);
    expect(accounts.flatMap(({ misread }) => misread), 'nobody read what cannot have been so').toEqual([]);
    expect(Math.min(accounts.reduce((sum, { reads }) => sum + reads, 0), accounts.reduce((sum, { writes }) => sum + writes, 0)), 'there was both').toBeGreaterThan(0);
    await everythingHolds();
    expect(await differences(stores, tenantId, accounts), `what was told is what the stores hold (seed ${chosen})`).toEqual([]);

    /** Staff, who alone change products, so each version is the last plus one. */
    async function edit(productId: string, step: number): Promise<void> {
      const version = scene.acknowledged.get(productId) ?? 1;
      const { product } = answered<{ product: Product }>(await shop(owner).editProduct(productId, version, { description: `Edited in step ${step}` }), 200);
      scene.acknowledged.set(productId, product.version);
    }
  });
}
