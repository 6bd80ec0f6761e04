import { Readable } from 'node:stream';
import type { WorkerPlatform } from '../../platform/platform.js';
import { isUnavailable, type Queryable } from '../../platform/postgres.js';
import { inTenant } from '../../platform/tenants.js';
import { documentWritten } from '../events.js';
import { type Claim, finishTask, holdClaim } from '../repository/claims.js';
import { findLetter, nameDocument } from '../repository/documents.js';
import { insertStatement } from '../repository/statements.js';
import type { Task } from '../schema.js';
import { writeDocument } from './write-document.js';

/** The task can never be done. Trying again cannot help. */
export class Impossible extends Error {}

/** What every effect is written with, in its transaction: that the message is handled. */
export type Handled = (tx: Queryable) => Promise<void>;

/** Protected by: the claim, which is held before the statement is written; statement, status and inbox are one transaction. */
export async function makeStatement({ postgres }: WorkerPlatform, tenantId: string, claim: Claim, handled: Handled): Promise<Task> {
  return inTenant(postgres, tenantId, async (tx) => {
    await holdClaim(tx, claim);
    const { charged, invoiced } = await insertStatement(tx, tenantId, claim.task.id, claim.task.subject);
    await handled(tx);
    return finishTask(tx, claim, { status: 'DONE', result: { charged, invoiced } });
  });
}

/**
 * Writes an invoice's document, and names it in the invoice.
 *
 * Protected by: a file that nobody else names, which is there whole before any row names it; and one transaction for name, status and inbox, which is rolled back, name included, when the claim is no longer
 * this worker's. The file is removed then.
 */
export async function makeDocument({ postgres, files, live }: WorkerPlatform, tenantId: string, claim: Claim, handled: Handled): Promise<Task> {
  const { subject } = claim.task;
  const letter = await inTenant(postgres, tenantId, (tx) => findLetter(tx, subject));
  if (!letter) throw new Impossible('There is no such invoice.');
  const { storedPath } = await files.receive(Readable.from([Buffer.from(writeDocument(letter))]), 'invoices', 'txt');
  try {
    const task = await inTenant(postgres, tenantId, async (tx) => {
      await nameDocument(tx, subject, storedPath);
      await holdClaim(tx, claim);
      await handled(tx);
      return finishTask(tx, claim, { status: 'DONE', result: { invoiceId: subject } });
    });
    documentWritten(live, [letter.invoice.customerId, letter.vendor.userId], subject);
    return task;
  } catch (error) {
    // When it is not known whether the invoice names the file, it stays: the sweep removes it if it does not.
    if (!isUnavailable(error)) await files.remove(storedPath);
    throw error;
  }
}
