import { test } from './shop.fixture.js';
import { anomaliesAt } from './S-07-anomalies.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { SHOP_ISOLATION: 'serializable' } } });
test.describe.configure({ mode: 'default' });

anomaliesAt('serializable', 'mnopqr');
