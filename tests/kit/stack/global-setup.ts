import { createGlobalSetup } from '../../../fixtures/stack/global-setup.js';
import { dummy } from './dummy.application.js';

export default createGlobalSetup(dummy);
