import { lockDisputes, type NumberedChange, writeChanges } from '../repository/disputes.js';
import type { WriteBatch } from './process-rows.js';

/**
 * Kind `update`: each row that finds its dispute is a change, written to the audit trail with the values before and after it; rows of one
 * reference apply in the order of the file.
 */
export const updateDisputes: WriteBatch = async (tx, { job, tenantId }, rows) => {
  const references = [...new Set(rows.map(([reference = '']) => reference))];
  const disputes = await lockDisputes(tx, tenantId, references);
  const byReference = new Map(disputes.map((dispute) => [dispute.reference, dispute]));
  const changes: NumberedChange[] = [];
  for (const [reference = '', amount = '', status = ''] of rows) {
    const dispute = byReference.get(reference);
    if (!dispute) continue;
    changes.push({ disputeId: dispute.id, number: dispute.changes + 1, oldAmount: dispute.amount, newAmount: amount, oldStatus: dispute.status, newStatus: status });
    Object.assign(dispute, { amount, status, changes: dispute.changes + 1 });
  }
  if (changes.length > 0) await writeChanges(tx, job.id, changes, disputes);
  return { inserted: 0, duplicates: 0, updated: changes.length, missing: rows.length - changes.length };
};
