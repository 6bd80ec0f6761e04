import type { Queryable } from '../../platform/postgres.js';
import type { BoxOffice, NewEvent, Ticket } from '../schema.js';

const EVENT = 'id, vendor_id as "vendorId", name, price::text as price, total, available, revision';
const TICKET = 'event_id as "eventId", number, price::text as price';

export async function insertEvent(tx: Queryable, tenantId: string, vendorId: string, { name, price, total }: NewEvent): Promise<BoxOffice> {
  const { rows } = await tx.query<BoxOffice>(
    `insert into billing_events (tenant_id, vendor_id, name, price, total, available) values ($1, $2, $3, $4, $5, $5) returning ${EVENT}`,
    [tenantId, vendorId, name.trim(), price, total],
  );
  return rows[0]!;
}

export async function listEvents(tx: Queryable): Promise<BoxOffice[]> {
  const { rows } = await tx.query<BoxOffice>(`select ${EVENT} from billing_events order by created_at desc, id`);
  return rows;
}

export async function findEvent(tx: Queryable, id: string): Promise<BoxOffice | undefined> {
  const { rows } = await tx.query<BoxOffice>(`select ${EVENT} from billing_events where id = $1`, [id]);
  return rows[0];
}

/**
 * Takes so many tickets out of what is available; undefined: there are not so many, or no event. Protected by: one UPDATE, which waits for who holds the row and then judges by what they left; so nothing is sold
 * twice. The row is held to the commit of the tickets.
 */
export async function takeAvailable(tx: Queryable, id: string, quantity: number): Promise<BoxOffice | undefined> {
  const { rows } = await tx.query<BoxOffice>(
    `update billing_events set available = available - $2, revision = revision + 1 where id = $1 and available >= $2 returning ${EVENT}`,
    [id, quantity],
  );
  return rows[0];
}

export interface Sale {
  purchaseId: string;
  userId: string;
  quantity: number;
}

/**
 * Writes the tickets that {@link takeAvailable} has taken. Protected by: its lock on the event. Their numbers are the seats between what was available before and is now; so they have no gap, and the key
 * (event, number) would refuse a seat that was sold.
 */
export async function insertTickets(tx: Queryable, tenantId: string, { id, price, total, available }: BoxOffice, { purchaseId, userId, quantity }: Sale): Promise<Ticket[]> {
  const last = total - available;
  const { rows } = await tx.query<Ticket>(
    `insert into billing_tickets (tenant_id, event_id, number, purchase_id, user_id, price)
     select $1::uuid, $2::uuid, number, $3::uuid, $4::uuid, $5::numeric from generate_series($6::integer, $7::integer) as seats (number) returning ${TICKET}`,
    [tenantId, id, purchaseId, userId, price, last - quantity + 1, last],
  );
  return rows.sort((a, b) => a.number - b.number);
}

export async function listTickets(tx: Queryable, userId: string): Promise<Ticket[]> {
  const { rows } = await tx.query<Ticket>(`select ${TICKET} from billing_tickets where user_id = $1 order by bought_at desc, event_id, number`, [userId]);
  return rows;
}
