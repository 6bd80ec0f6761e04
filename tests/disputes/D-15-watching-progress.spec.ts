import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { ensemble, expect, type DisputeJob } from './disputes.fixture.js';

/** Thousands of rows take a slow machine minutes. */
const COMPLETED_MS = 300_000;
const ROWS: Record<string, number> = { ann: 12_000, bob: 8_000, cat: 16_000 };

ensemble('D-15 three people watch their own uploads progress', { roles: ['ann', 'bob', 'cat'] },
  async ({ role, users, openDisputes, together, rendezvous, jobsOverlap, stores, tenantId, everythingHolds }) => {
    const [me] = await users(1);
    const disputes = await openDisputes(me);
    const rows = ROWS[role]!;
    const file = { name: `${role}.csv`, content: csv(newDisputes(rows, role.toUpperCase())) };
    const card = disputes.upload(file.name);

    await disputes.choose(file);
    await together('click Upload', async () => { await disputes.uploadButton.click(); await card.root.waitFor(); }, { pages: [disputes.page], hold: '**/api/disputes/sessions?*' });
    await card.validate();
    await rendezvous('all are valid');
    await card.submit();
    // The page is never loaded again: what it shows from here on has come to it live.
    await expect(card.status).toHaveText('Completed', { timeout: COMPLETED_MS });

    await rendezvous('all are completed');
    await everythingHolds();
    await jobsOverlap();
    const job = await stores.postgres.one<Pick<DisputeJob, 'total' | 'inserted'>>(`
      select j.total, j.inserted from dispute_jobs j join dispute_sessions s on s.id = j.session_id where s.tenant_id = $1 and s.file_name = $2`, [tenantId, file.name]);
    expect(job).toEqual({ total: rows, inserted: rows });
    await expect(card.counts).toContainText([`${rows.toLocaleString('en')} rows`, `${rows.toLocaleString('en')} inserted`]);
    await rendezvous('all have ended');
    await expect(disputes.uploads, 'live, nobody else\'s came').toHaveCount(1);
    await disputes.page.reload();
    await expect(card.status).toHaveText('Completed');
    await expect(disputes.uploads, 'nor by loading the page again').toHaveCount(1);
  });
