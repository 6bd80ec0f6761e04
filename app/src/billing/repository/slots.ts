import type { Queryable } from '../../platform/postgres.js';
import type { Booking, NewSlot, Slot } from '../schema.js';

const SLOT = 'id, vendor_id as "vendorId", name, starts_at as "startsAt", capacity, booked, version';
const BOOKING = 'slot_id as "slotId", user_id as "userId"';

export async function insertSlot(tx: Queryable, tenantId: string, vendorId: string, { name, startsAt, capacity }: NewSlot): Promise<Slot> {
  const { rows } = await tx.query<Slot>(
    `insert into billing_slots (tenant_id, vendor_id, name, starts_at, capacity) values ($1, $2, $3, $4, $5) returning ${SLOT}`,
    [tenantId, vendorId, name.trim(), startsAt, capacity],
  );
  return rows[0]!;
}

export async function listSlots(tx: Queryable): Promise<Slot[]> {
  const { rows } = await tx.query<Slot>(`select ${SLOT} from billing_slots order by starts_at, id`);
  return rows;
}

export async function findSlot(tx: Queryable, id: string): Promise<Slot | undefined> {
  const { rows } = await tx.query<Slot>(`select ${SLOT} from billing_slots where id = $1`, [id]);
  return rows[0];
}

/** Holds the slot: who books or gives up a place of it does so one after the other. */
export async function lockSlot(tx: Queryable, id: string): Promise<Slot | undefined> {
  const { rows } = await tx.query<Slot>(`select ${SLOT} from billing_slots where id = $1 for no key update`, [id]);
  return rows[0];
}

/**
 * Takes a place; undefined: there is none, or no slot. Protected by: one UPDATE, which waits for who holds the row and then judges by what they left; so the last place is taken once. The row is held to
 * the commit of the booking.
 */
export async function takePlace(tx: Queryable, id: string): Promise<Slot | undefined> {
  const { rows } = await tx.query<Slot>(`update billing_slots set booked = booked + 1, version = version + 1 where id = $1 and booked < capacity returning ${SLOT}`, [id]);
  return rows[0];
}

/** To be called under the lock on the slot, when a booking of it has been deleted. */
export async function freePlace(tx: Queryable, id: string): Promise<Slot> {
  const { rows } = await tx.query<Slot>(`update billing_slots set booked = booked - 1, version = version + 1 where id = $1 returning ${SLOT}`, [id]);
  return rows[0]!;
}

/** Undefined: they have a place already. Protected by: the primary key. */
export async function insertBooking(tx: Queryable, tenantId: string, slotId: string, userId: string): Promise<Booking | undefined> {
  const { rows } = await tx.query<Booking>(
    `insert into billing_bookings (tenant_id, slot_id, user_id) values ($1, $2, $3) on conflict (tenant_id, slot_id, user_id) do nothing returning ${BOOKING}`,
    [tenantId, slotId, userId],
  );
  return rows[0];
}

export async function isBooked(tx: Queryable, slotId: string, userId: string): Promise<boolean> {
  const { rowCount } = await tx.query('select 1 from billing_bookings where slot_id = $1 and user_id = $2', [slotId, userId]);
  return rowCount === 1;
}

export async function deleteBooking(tx: Queryable, slotId: string, userId: string): Promise<boolean> {
  const { rowCount } = await tx.query('delete from billing_bookings where slot_id = $1 and user_id = $2', [slotId, userId]);
  return rowCount === 1;
}

export async function listBookings(tx: Queryable, userId: string): Promise<Booking[]> {
  const { rows } = await tx.query<Booking>(`select ${BOOKING} from billing_bookings where user_id = $1 order by booked_at desc, slot_id`, [userId]);
  return rows;
}
