import type { Faker } from '@faker-js/faker';
import { invoiceLines } from '../../data/billing.js';
import type { Reply, Row, Stores } from '../../fixtures/index.js';
import type { BillingDesk } from './billing-desk.js';
import type { Change, Invoice, Purchase, Task } from './billing.types.js';

/** What a crowd meets in. */
export interface Scene { events: string[]; slots: string[]; plans: string[]; customers: string[]; periods: string[] }

export type Kind = 'read' | 'buy' | 'book' | 'unbook' | 'change plan' | 'statement' | 'invoice';

/** One operation of the mix and what its user was told. `status` is undefined when no answer came: it may have taken effect, or not. */
export interface Did { user: string; kind: Kind; tookMs: number; status?: number; /** What was acknowledged to be there. */ made: string[]; /** What was acknowledged to be gone. */ undone?: string }

const ORDINARY: [Kind, number][] = [['read', 8], ['buy', 1], ['book', 1]];
const POWER: [Kind, number][] = [['read', 3], ['buy', 2], ['book', 1], ['unbook', 1], ['change plan', 1], ['statement', 1], ['invoice', 2]];

/** Answers that each operation may get in the mix. */
const ALLOWED: Record<Kind, number[]> = { read: [200], buy: [201, 409], book: [201, 409], unbook: [200], 'change plan': [200, 409], statement: [202], invoice: [201, 409] };

/** One random operation of one user, who waits for each answer before the next. @param power whether it is one who does much; they are vendors, too */
export async function act(desk: BillingDesk, user: string, power: boolean, scene: Scene, random: Faker): Promise<Did> {
  const kind = random.helpers.weightedArrayElement((power ? POWER : ORDINARY).map(([value, weight]) => ({ value, weight })));
  const [event, slot] = [random.helpers.arrayElement(scene.events), random.helpers.arrayElement(scene.slots)];
  switch (kind) {
    case 'read': return await told(() => random.helpers.arrayElement([() => desk.plans(), () => desk.events(), () => desk.event(event), () => desk.slots(), () => desk.subscription(), () => desk.tickets()])(), () => []);
    case 'buy': return await told(() => desk.buy(event, random.number.int(2) + 1), (reply) => reply.json<Purchase>().tickets.map(({ number }) => `ticket|${event}|${number}|${user}`));
    case 'book': return await told(() => desk.book(slot), () => [`booking|${slot}|${user}`]);
    case 'unbook': return { ...await told(() => desk.unbook(slot), () => []), undone: `booking|${slot}|${user}` };
    case 'change plan': {
      const { subscription } = await desk.subscribed();
      return await told(() => desk.changePlan(random.helpers.arrayElement(scene.plans), subscription!.version), (reply) => [`change|${user}|${reply.json<{ change: Change }>().change.number}`]);
    }
    case 'statement': return await told(() => desk.requestStatement(), (reply) => [`task|${reply.json<{ task: Task }>().task.id}`]);
    case 'invoice': {
      const [customerId, period] = [random.helpers.arrayElement(scene.customers), random.helpers.arrayElement(scene.periods)];
      return await told(() => desk.invoice({ customerId, period, lines: invoiceLines(1) }), (reply) => { const { invoice } = reply.json<{ invoice: Invoice }>(); return [`invoice|${invoice.vendorId}|${invoice.number}|${customerId}`]; });
    }
  }

  async function told(ask: () => Promise<Reply>, made: (reply: Reply) => string[]): Promise<Did> {
    const began = performance.now();
    const reply = await ask().catch(() => undefined);
    return { user, kind, tookMs: performance.now() - began, status: reply?.status, made: reply?.ok ? made(reply) : [] };
  }
}

const STORED = `
  select 'ticket|' || event_id || '|' || number || '|' || user_id as thing from billing_tickets where tenant_id = $1
  union all select 'booking|' || slot_id || '|' || user_id from billing_bookings where tenant_id = $1
  union all select 'change|' || user_id || '|' || number from billing_subscription_changes where tenant_id = $1 and number > 1
  union all select 'task|' || id from billing_tasks where tenant_id = $1 and kind = 'statement'
  union all select 'invoice|' || vendor_id || '|' || number || '|' || user_id from billing_invoices where tenant_id = $1`;

/** What differs between all that users were told and what the stores hold: empty when they agree. Where an answer is missing, more may be there. */
export async function differences({ postgres }: Stores, tenantId: string, did: readonly Did[]): Promise<Row[]> {
  const wrong: Row[] = did.filter(({ kind, status }) => status !== undefined && !ALLOWED[kind].includes(status)).map(({ user, kind, status }) => ({ user, kind, was_answered: status }));
  const there = new Set<string>();
  // A user's own operations have an order.
  for (const { made, undone, status } of did) {
    for (const thing of made) there.add(thing);
    if (undone !== undefined && status === 200) there.delete(undone);
  }
  const stored = new Set((await postgres.rows<{ thing: string }>(STORED, [tenantId])).map(({ thing }) => thing));
  const unknown = did.filter(({ status }) => status === undefined).length;
  for (const thing of there) if (!stored.has(thing) && unknown === 0) wrong.push({ thing, model: 'there', stores: 'not there' });
  const unexplained = [...stored].filter((thing) => !there.has(thing));
  if (unexplained.length > 2 * unknown) wrong.push(...unexplained.map((thing) => ({ thing, model: 'never acknowledged', stores: 'there' })));
  return wrong;
}
