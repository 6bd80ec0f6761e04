import { expect, test, until } from '../../../../fixtures/index.js';
import { reset } from '../example-app/tickets.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0 } });

/** How tickets are sold in this run. */
const way = process.env.SAMPLE_WAY ?? 'transaction';
/** How many may be sold. */
const most = process.env.SAMPLE_TICKETS ?? '1';

for (const label of ['buy against buy', 'buy against buy again']) {
  test(`the last ticket is sold once: ${label}`, async ({ explore, stores, target }) => {
    expect(test.info().timeout, 'a test that explores has fifteen minutes').toBe(900_000);
    const buy = async (): Promise<number> => (await fetch(`${target.baseURL}/tickets/${way}`, { method: 'POST' })).status;
    await explore(label, {
      given: async () => { for (const sql of reset.split(';')) await stores.postgres.rows(sql); },
      when: { ann: buy, ben: buy },
      then: () => stores.postgres.rows('select 1 as extra_ticket from tickets offset $1', [most]),
    });
  });
}

test('a walk that does not end in time', async ({ explore, stores, target }) => {
  test.setTimeout(40_000);
  const buy = async (): Promise<number> => (await fetch(`${target.baseURL}/tickets/transaction`, { method: 'POST' })).status;
  await explore('slow against slow', {
    given: async () => {
      const began = performance.now();
      for (const sql of reset.split(';')) await stores.postgres.rows(sql);
      await until('a slow start of the story to be over', () => performance.now() - began > 1000);
    },
    when: { ann: buy, ben: buy }, then: () => [], exhaustive: true, reduce: false,
  });
});
