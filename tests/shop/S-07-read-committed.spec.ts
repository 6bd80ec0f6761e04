import { test } from './shop.fixture.js';
import { anomaliesAt } from './S-07-anomalies.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { SHOP_ISOLATION: 'read committed' } } });
test.describe.configure({ mode: 'default' });

anomaliesAt('read committed', 'abcdef');
