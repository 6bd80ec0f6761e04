import type { TestInfo } from '@playwright/test';
import { EVIDENCE } from '../../../../fixtures/report/evidence.js';

/** What the kit's fixtures would attach, as far as the reporter looks at it. */
export async function attach(testInfo: TestInfo, evidence: object): Promise<void> {
  await testInfo.attach(EVIDENCE, { body: JSON.stringify({ contentions: [], holds: [], explorations: [], faults: [], comparisons: [], ...evidence }), contentType: 'application/json' });
}
