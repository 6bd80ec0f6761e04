import type { FullConfig } from '@playwright/test';
import { checkOptions } from '../fixtures/check-options.js';
import { createGlobalSetup } from '../fixtures/stack/global-setup.js';
import { bazaar } from './bazaar.application.js';

const setUpStack = createGlobalSetup(bazaar);

/** Run once before all tests: refuses wrong options, then starts the stack, or finds the one that is up. Deployments are made when a test first asks. */
export default async function globalSetup(config: FullConfig): Promise<() => Promise<void>> {
  checkOptions(config);
  return await setUpStack();
}
