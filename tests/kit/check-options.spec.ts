import { expect, test, type FullConfig } from '@playwright/test';
import { checkOptions } from '../../fixtures/check-options.js';

const project = (use: object) => ({ projects: [{ name: 'scenarios', use }] as unknown as FullConfig['projects'] });

test('a misspelt option is refused, with what was probably meant', () => {
  expect(() => checkOptions(project({ deploymnet: 'shared' }))).toThrow(`playwright.config.ts, project 'scenarios': there is no option 'deploymnet' in use: did you mean 'deployment'?`);
});

test('known options and a domain\'s own pass', () => {
  checkOptions(project({ deployment: 'shared', trace: 'on', rowsPerUser: [1, 2, 3] }));
});
