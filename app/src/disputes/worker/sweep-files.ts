import { sweepOrphans } from '../../platform/housekeeping.js';
import type { WorkerPlatform } from '../../platform/platform.js';
import { withoutSession } from '../repository/sessions.js';

/** Removes what processes left behind when they died: uploads without a row, and rows deleted before their file. */
export const sweepFiles = (platform: WorkerPlatform) => sweepOrphans(platform, 'sessions', (paths) => withoutSession(platform.postgres, paths));
