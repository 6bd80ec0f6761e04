import { addToTotal, insertDisputes } from '../repository/disputes.js';
import type { WriteBatch } from './process-rows.js';

/** Kind `create`: a reference the tenant has already is a duplicate, and changes nothing. */
export const createDisputes: WriteBatch = async (tx, { job, tenantId, uploadedBy }, rows) => {
  const disputes = rows.map(([reference = '', amount = '', currency = '', reason = '']) => ({ reference, amount, currency, reason }));
  const inserted = await insertDisputes(tx, tenantId, uploadedBy, job.id, disputes);
  if (inserted > 0) await addToTotal(tx, tenantId, inserted);
  return { inserted, duplicates: rows.length - inserted, updated: 0, missing: 0 };
};
