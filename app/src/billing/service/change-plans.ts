import { holdStaff } from '../../accounts/roles.js';
import type { Call } from '../../platform/call.js';
import { notFound, wrongState } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import { insertPlan, lockPlan, raiseRevision, updatePlan } from '../repository/plans.js';
import type { NewPlan, Plan, PlanEdit } from '../schema.js';
import { NAME_TAKEN, refusedAs, versionConflict } from './refusals.js';

const nameTaken = refusedAs({ billing_plans_name: NAME_TAKEN });

/** Protected by: the unique name, and the lock on the catalogue, under which the revision rises. */
export async function createPlan(call: KeyedCall, wanted: NewPlan) {
  return call
    .answer(async (tx) => {
      await holdStaff(tx, call.identity);
      await raiseRevision(tx);
      return { status: 201, body: { plan: await insertPlan(tx, call.tenantId, wanted) } };
    })
    .catch(nameTaken);
}

/**
 * Changes a plan if nobody has since the version the admin saw.
 *
 * Protected by: the locks on the catalogue and then on the plan, under which the version is compared; and one transaction, so that name, price, features and revision change at once.
 */
export async function editPlan(call: Call, id: string, { version, ...wanted }: PlanEdit): Promise<Plan> {
  return call
    .write(async (tx) => {
      await holdStaff(tx, call.identity);
      await raiseRevision(tx);
      const current = await lockPlan(tx, id);
      if (!current) throw notFound('plan');
      if (current.version !== version) throw versionConflict('plan', version, current);
      if (current.preset && wanted.price !== undefined) throw wrongState('The plan that everybody begins with costs nothing.');
      return updatePlan(tx, call.tenantId, id, wanted);
    })
    .catch(nameTaken);
}
