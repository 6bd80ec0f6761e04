import type { Call } from '../../platform/call.js';
import { HttpError, notFound } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import { slotChanged } from '../events.js';
import { deleteBooking, findSlot, freePlace, insertBooking, isBooked, lockSlot, takePlace } from '../repository/slots.js';
import type { Slot } from '../schema.js';

type WithLive = Pick<Platform, 'live'>;

/**
 * Books a place of a slot.
 *
 * Protected by: the place is taken first, by one statement that judges and locks the slot, and the booking is written under that lock: `booked` is the number of bookings at every moment. A person's
 * second booking the primary key refuses, and the place goes back with the transaction.
 */
export async function bookSlot({ live }: WithLive, call: KeyedCall, id: string) {
  const { tenantId, userId } = call;
  const answer = await call.answer(async (tx) => {
    const slot = await takePlace(tx, id);
    if (!slot) {
      if (!(await findSlot(tx, id))) throw notFound('slot');
      throw (await isBooked(tx, id, userId)) ? alreadyBooked() : new HttpError(409, 'slot_full', 'All places are taken.');
    }
    const booking = await insertBooking(tx, tenantId, id, userId);
    if (!booking) throw alreadyBooked();
    return { status: 201, body: { booking, slot } };
  });
  slotChanged(live, tenantId, answer.body.slot);
  return answer;
}

/** Gives one's place up; harmless when one has none. Protected by: the lock on the slot, taken before the booking is looked for: of two at once one frees the place, and the other finds nothing to free. */
export async function giveUpPlace({ live }: WithLive, call: Call, id: string): Promise<Slot> {
  const { slot, freed } = await call.write(async (tx) => {
    const slot = await lockSlot(tx, id);
    if (!slot) throw notFound('slot');
    const freed = await deleteBooking(tx, id, call.userId);
    return { slot: freed ? await freePlace(tx, id) : slot, freed };
  });
  if (freed) slotChanged(live, call.tenantId, slot);
  return slot;
}

const alreadyBooked = () => new HttpError(409, 'already_booked', 'You have a place already.');
