import { createGlobalSetup } from '../../../../fixtures/stack/global-setup.js';
import { example } from './example.application.js';

export default createGlobalSetup(example);
