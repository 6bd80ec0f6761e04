import { createGlobalSetup } from '../fixtures/stack/global-setup.js';
import { bazaar } from './bazaar.application.js';

/** Run once before all tests: starts the stack, or finds the one that is up. Deployments are made when a test first asks. */
export default createGlobalSetup(bazaar);
