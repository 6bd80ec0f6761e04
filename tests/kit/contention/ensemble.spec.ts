import { expect, test } from '@playwright/test';
import { ensembleOf } from '../../../fixtures/contention/ensemble.js';

const ensemble = ensembleOf(test);

for (const [what, roles, message] of [
  ['no roles', [], `ensemble 'Z-09' has 0 roles: it needs at least two, e.g. { roles: ['ann', 'bob'] }`],
  ['one role', ['ann'], `ensemble 'Z-09' has 1 role: it needs at least two`],
  ['a role twice', ['ann', 'ann'], `ensemble 'Z-09' names the role 'ann' twice: every role needs a name of its own`],
] as const) {
  test(`${what} is refused`, () => { expect(() => ensemble('Z-09', { roles }, () => undefined)).toThrow(message); });
}
