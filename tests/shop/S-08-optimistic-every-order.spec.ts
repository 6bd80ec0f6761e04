import { test } from './shop.fixture.js';
import { exploreUnder, settingsOf } from './strategies.js';

// One instance: the store decides, not the balancer. No workers: only the operations move.
test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: settingsOf('optimistic') } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

exploreUnder('optimistic', 'd');
