import { test } from './shop.fixture.js';
import { anomaliesAt } from './S-07-anomalies.js';

test.use({ deployment: { wire: true, instances: 1, workers: 0, settings: { SHOP_ISOLATION: 'repeatable read' } } });
test.describe.configure({ mode: 'default' });

anomaliesAt('repeatable read', 'ghijkl');
