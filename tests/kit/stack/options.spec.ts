import { expect, test } from '@playwright/test';
import { completeOptions } from '../../../fixtures/stack/deployment/options.js';
import type { DeploymentOptions } from '../../../fixtures/stack/types.js';

test('what is not asked for has its default', () => {
  expect(completeOptions()).toEqual({ instances: 3, workers: 3, settings: {}, dedicated: [], via: {} });
  expect(completeOptions({ workers: 0, dedicated: ['redis', 'redis'] })).toEqual({ instances: 3, workers: 0, settings: {}, dedicated: ['redis'], via: {} });
});

const wrong: { options: unknown; says: RegExp }[] = [
  { options: { instance: 2 }, says: /no option "instance"\. Did you mean "instances"\?/ },
  { options: { instances: 0 }, says: /"instances": expected a whole number from 1 to 16 .*, found 0/ },
  { options: { instances: 17 }, says: /found 17/ },
  { options: { workers: 1.5 }, says: /"workers": expected a whole number from 0 to 16 .*, found 1\.5/ },
  { options: { workers: '3' }, says: /found "3"/ },
  { options: { settings: { PG_POOL_MAX: 4 } }, says: /"settings\.PG_POOL_MAX": expected .* every value a string, .* found 4/ },
  { options: { patch: 'tests/power/flaws/none.patch' }, says: /expected a patch file, found none at tests\/power\/flaws\/none\.patch/ },
  { options: { dedicated: ['rabitmq'] }, says: /found "rabitmq"/ },
  { options: { dedicated: 'rabitmq' }, says: /Did you mean "rabbitmq"\?/ },
  { options: 3, says: /Expected an object of deployment options, found 3/ },
];

for (const { options, says } of wrong) {
  test(`refused, with a reason: ${JSON.stringify(options)}`, () => {
    expect(() => completeOptions(options as DeploymentOptions)).toThrow(says);
  });
}
