import { expect, test } from '@playwright/test';
import { describeSamples } from '../../../fixtures/sampler/describe.js';
import { pick } from '../../../fixtures/sampler/metrics.js';

const TEXT = `# HELP pool_size Open connections
# TYPE pool_size gauge
pool_size 4
pool_size_max 10
retries_total{reason="40001"} 3
retries_total{reason="version"} 1
seconds_bucket{le="0.5",route="/a b"} 7
`;

test('of metrics those are picked that were asked for, by exact name and with their labels', () => {
  expect(pick(TEXT, { 'pool size': 'pool_size', retries: 'retries_total', slow: 'seconds_bucket', none: 'missing' })).toEqual({
    'pool size': 4, 'retries{reason="40001"}': 3, 'retries{reason="version"}': 1, 'slow{le="0.5",route="/a b"}': 7,
  });
});

test('samples are told in words', () => {
  const locks = { waits: 3, most: 2, deadlocks: 1, statements: [{ statement: 'update stock', waits: 3 }] };
  const processes = [{ name: 'api-1', processorSeconds: 0.5, mostMemory: 104_857_600, most: { 'pool size': 4 }, rose: { retries: 2 } }];
  expect(describeSamples({ seconds: 2, looks: 11, missed: 1, shared: true, locks, processes })).toBe([
    'watched for 2.0 s, 11 looks, at 1 of which something did not answer; other tests acted on this deployment, too',
    '  locks in Postgres: 3 waits seen, at most 2 at once, 1 deadlocks', '    3 × update stock',
    '  api-1     0.50 s of a processor, 100 MB; at most pool size 4; retries 2 more',
  ].join('\n'));
});
