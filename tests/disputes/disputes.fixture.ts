import { answered, ensembleOf, expect, Outcome, type User } from '../../fixtures/index.js';
import { test as base } from '../bazaar.fixture.js';
import { DisputeDesk } from './dispute-desk.js';
import { disputeInvariants, quiet } from './disputes.invariants.js';
import { DisputesPage } from './disputes.page.js';

interface DisputeFixtures {
  /** A user's hands at the dispute uploads: `desk(ann).upload(file)`. */
  desk: (user: User) => DisputeDesk;
  /** Opens the disputes page as a user. */
  openDisputes: (user: User) => Promise<DisputesPage>;
  /** Waits until the test's tenant is at rest, then demands that every invariant of disputes holds in it. */
  everythingHolds: (options?: { deadlineMs?: number; tenantId?: string }) => Promise<void>;
  /**
   * Demands that jobs of the test's tenant were in the workers' hands at the same time, and makes that part of the evidence.
   * @param kind which jobs; both by default
   */
  jobsOverlap: (kind?: 'create' | 'update') => Promise<Outcome>;
}

export const test = base.extend<DisputeFixtures>({
  desk: async ({}, use) => { await use((user) => new DisputeDesk(user)); },

  openDisputes: async ({}, use) => {
    await use(async (user) => {
      const page = await user.open('/disputes');
      await page.getByLabel('CSV file').waitFor();
      return new DisputesPage(page);
    });
  },

  jobsOverlap: async ({ stores, tenantId, evidence }, use) => {
    await use(async (kind) => {
      const jobs = await stores.postgres.rows<{ id: string; worker: string; started_at: Date; finished_at: Date }>(`
        select j.id, j.worker, j.started_at, j.finished_at from dispute_jobs j join dispute_sessions s on s.id = j.session_id
          where j.tenant_id = $1 and j.finished_at is not null and ($2::text is null or s.kind = $2) order by j.started_at`, [tenantId, kind ?? null]);
      const outcome = new Outcome('jobs in the workers', jobs.map(({ id, worker, started_at, finished_at }, index) => {
        const times = { startedAt: started_at.getTime(), endedAt: finished_at.getTime() };
        return { user: `job ${id.slice(0, 8)}`, index, round: 0, ...times, acknowledgement: 'acknowledged', servedBy: worker, exchanges: [{ method: 'process', path: id, servedBy: worker, ...times }] };
      }));
      evidence.add(outcome);
      return outcome.judge();
    });
  },

  everythingHolds: async ({ stores, tenantId: own }, use) => {
    await use(async ({ deadlineMs, tenantId = own } = {}) => {
      await stores.settled(quiet(tenantId), { deadlineMs });
      await expect(stores).toHold(...disputeInvariants(tenantId));
    });
  },
});

export const ensemble = ensembleOf(test);
export { answered, expect };
export { DisputeDesk, sha256, uploadForm, type DisputeFile, type DisputeJob, type DisputeSession } from './dispute-desk.js';
export { disputeInvariants, JOBS, offending, quiet, quietAlone } from './disputes.invariants.js';
