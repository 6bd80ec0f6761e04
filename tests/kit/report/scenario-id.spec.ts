import { expect, test } from '@playwright/test';
import { SCENARIO_ID } from '../../../fixtures/report/evidence.js';

for (const [title, row, part] of [
  ['D-04 two write one version', 'D-04', ''], ['G-01b one person uploads many files', 'G-01', 'b'], ['S-08a1 pessimistic: many reserve one product', 'S-08', 'a1'], ['CART-12 a cart of two', 'CART-12', ''],
] as const) {
  test(`'${title}' is of a scenario, and is reported as ${row}${part}`, () => {
    expect(SCENARIO_ID.exec(title)?.slice(1)).toEqual([row, part]);
  });
}

for (const title of ['read × write', 'S-O8 with a letter for a nought', 'd-04 two write one version']) {
  test(`'${title}' is of none`, () => {
    expect(SCENARIO_ID.test(title)).toBe(false);
  });
}
