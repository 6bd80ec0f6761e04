import { test } from './shop.fixture.js';
import { raceUnder, settingsOf } from './strategies.js';

// Nothing that happens here is told of by an event: no workers.
test.use({ deployment: { instances: 3, workers: 0, settings: settingsOf('pessimistic') } });
// One after the other in one worker: they share the deployment.
test.describe.configure({ mode: 'default' });

raceUnder('pessimistic', 'a');
