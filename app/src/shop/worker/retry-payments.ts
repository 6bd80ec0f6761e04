import type { WorkerPlatform } from '../../platform/platform.js';
import { asSystem } from '../../platform/tenants.js';
import { claimOverdue, findOverdue } from '../repository/payments.js';
import { carryOut } from '../service/carry-out.js';
import { runnerOf } from '../service/runner.js';

const BATCH = 100;

/**
 * Asks the provider again for what has had no answer for `PAYMENT_RETRY_SECONDS`. Protected by: the claim, so that of several workers one asks at a time; that one was too slow, and another asks as well, does
 * no harm (see `carryOut`).
 */
export async function retryPayments(platform: WorkerPlatform): Promise<void> {
  const seconds = platform.config.paymentRetrySeconds;
  for (const { tenantId, id } of await asSystem(platform.postgres, (tx) => findOverdue(tx, seconds, BATCH))) {
    const runner = runnerOf(platform, tenantId);
    try {
      if (await runner.write((tx) => claimOverdue(tx, id, seconds))) await carryOut(platform, runner, id);
    } catch (error) {
      platform.log.warn({ reason: String(error), operation: id }, 'a payment operation could not be taken up');
    }
  }
}
