import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { availabilityChanged, slotChanged } from '../events.js';
import { insertEvent } from '../repository/box-office.js';
import { insertSlot } from '../repository/slots.js';
import { insertVendor, requireVendor } from '../repository/vendors.js';
import type { NewEvent, NewSlot } from '../schema.js';
import { NAME_TAKEN, refusedAs } from './refusals.js';

type WithLive = Pick<Platform, 'live'>;

const refused = refusedAs({ billing_vendors_user: { code: 'already_vendor', message: 'You are a vendor already.' }, billing_vendors_name: NAME_TAKEN });

/** Protected by: the unique indexes; of simultaneous ones of one user, or of one name, one inserts, and the others wait for its commit and are refused. */
export async function becomeVendor(call: KeyedCall, name: string) {
  return call.answer(async (tx) => ({ status: 201, body: { vendor: await insertVendor(tx, call.tenantId, call.userId, name) } })).catch(refused);
}

export async function offerSlot({ live }: WithLive, call: KeyedCall, wanted: NewSlot) {
  const answer = await call.answer(async (tx) => {
    const vendor = await requireVendor(tx, call.userId);
    return { status: 201, body: { slot: await insertSlot(tx, call.tenantId, vendor.id, wanted) } };
  });
  slotChanged(live, call.tenantId, answer.body.slot);
  return answer;
}

export async function offerEvent({ live }: WithLive, call: KeyedCall, wanted: NewEvent) {
  const answer = await call.answer(async (tx) => {
    const vendor = await requireVendor(tx, call.userId);
    return { status: 201, body: { event: await insertEvent(tx, call.tenantId, vendor.id, wanted) } };
  });
  availabilityChanged(live, call.tenantId, answer.body.event);
  return answer;
}
