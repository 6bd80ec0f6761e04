import { Stores } from '../../../fixtures/stores/stores.js';
import { about, invariant, offending, violations } from '../../../fixtures/stores/invariant.js';
import { expect, test as base } from '../explore/postgres.fixture.js';

const test = base.extend<{ stores: Stores }>({
  stores: async ({ database, db }, use) => {
    await db.query('create table seats (id int primary key, event text, sold int, price numeric); insert into seats values (1, \'gala\', 2, 12.50), (2, \'gala\', 1, 9.00), (3, \'ball\', 3, 7.25)');
    const stores = new Stores({ postgres: database, redis: '', rabbitmq: '', rabbitmqManagement: '', files: '' }, { own: true });
    await use(stores);
    await stores.close();
  },
});

/** What no query of another invariant must be confused with: parameters of other types, in another order. */
const rows = about('gala');
const soldOnce = rows('a seat is sold once', 'select id, price from seats where event = $1 and sold > 1');
const priced = invariant('seats cost something', 'select id from seats where price < $2 and sold > $1', [0, 8]);
const numbered = rows('ids are small', 'with late as (select * from seats where id > 3 and event = $1) select * from late');

test('those that do not hold are told with their rows, in the order they were given', async ({ stores }) => {
  const spoken = invariant('nobody speaks', async () => [{ who: 'Ann' }]);
  expect(await violations(stores, [spoken, soldOnce, numbered, priced])).toEqual([
    { invariant: 'nobody speaks', rows: [{ who: 'Ann' }] }, { invariant: 'a seat is sold once', rows: [{ id: 1, price: 12.5 }] }, { invariant: 'seats cost something', rows: [{ id: 3 }] }]);
  expect(await offending(stores, [numbered, priced])).toEqual([{ broken: 'seats cost something', id: 3 }]);
  expect(await offending(stores, [numbered, spoken])).toEqual([{ broken: 'nobody speaks', who: 'Ann' }]);
  expect(await violations(stores, [numbered])).toEqual([]);
});

test('queries are asked at one moment: what changes between two of them breaks none', async ({ stores }) => {
  const asked = invariant('nobody asks', 'select statement_timestamp()::text as at');
  const [one, other] = await offending(stores, [asked, numbered, invariant('nobody asks again', 'select statement_timestamp()::text as at')]);
  expect(one!.at).toBe(other!.at);
});

test('prepared once, they see what has come since, also when the table has changed', async ({ stores, db }) => {
  for (let round = 0; round < 8; round++) expect(await offending(stores, [soldOnce, numbered])).toEqual([{ broken: 'a seat is sold once', id: 1, price: 12.5 }]);
  await db.query('alter table seats add note text; create index on seats (event); update seats set sold = 5 where id = 2');
  expect((await offending(stores, [soldOnce, numbered])).map(({ id }) => id).sort()).toEqual([1, 2]);
});

test('one that cannot be asked says so itself', async ({ stores }) => {
  await expect(violations(stores, [soldOnce, invariant('all is well', 'select * from missing'), priced])).rejects.toThrow('relation "missing" does not exist');
});
