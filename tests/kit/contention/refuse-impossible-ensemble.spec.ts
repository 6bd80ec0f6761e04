import { expect, test } from '@playwright/test';
import { refuseImpossibleEnsemble } from '../../../fixtures/contention/meeting-key.js';

const ensemble = { title: 'Z-01 three meet', role: 'ann', roles: ['ann', 'bob', 'cat'] };
const shared = { owned: true, shared: true };

for (const [what, workers, retries, target, message] of [
  ['too few workers', 2, 0, shared, `'Z-01 three meet' has 3 roles that must run at once, and there are 2 workers: start it with --workers=3 or more`],
  ['retries', 3, 1, shared, `'Z-01 three meet' is an ensemble, and retries are set to 1: one role would be retried without the others; set retries to 0`],
  ['a deployment of its own', 3, 0, { owned: true, shared: false }, `'Z-01 three meet' is an ensemble, and its file asks for a deployment of its own: every role would get another one`],
] as const) {
  test(`a role refuses ${what}, whichever reporter is in use`, () => {
    const { config, project } = test.info();
    expect(() => refuseImpossibleEnsemble(ensemble, { config: { ...config, workers }, project: { ...project, retries } }, target)).toThrow(message);
  });
}

test('a target that runs elsewhere is shared by nature', () => {
  const { config, project } = test.info();
  refuseImpossibleEnsemble(ensemble, { config: { ...config, workers: 3 }, project: { ...project, retries: 0 } }, { owned: false, shared: false });
});
