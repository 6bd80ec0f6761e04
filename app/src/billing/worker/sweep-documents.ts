import { sweepOrphans } from '../../platform/housekeeping.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { asSystem } from '../../platform/tenants.js';
import { withoutInvoice } from '../repository/documents.js';

/** Removes documents no invoice names: of workers that died, or were overtaken and did not learn it. */
export const sweepDocuments = (platform: WorkerPlatform) => sweepOrphans(platform, 'invoices', (paths) => asSystem(platform.postgres, (tx) => withoutInvoice(tx, paths)));
