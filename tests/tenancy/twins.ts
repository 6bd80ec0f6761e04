import { csv } from '../../data/csv.js';
import { newDisputes } from '../../data/disputes.js';
import { sampleImage } from '../../data/images.js';
import { answered, type Row, type Stores, type User } from '../../fixtures/index.js';
import { DisputeDesk } from '../disputes/dispute-desk.js';
import { GalleryDesk } from '../gallery/gallery-desk.js';
import { TenancyDesk } from './tenancy-desk.js';

/** A tenant with one of everything. Two of them differ in nothing that a person chose: names, SKUs, prices and idempotency keys are equal. */
export interface Twin { tenantId: string; owner: User; product: string; event: string; slot: string; order: string; reservation: string; invoice: string; task: string; image: string; session: string }

type Made = Record<string, { id: string }>;

/** Makes one of everything, through the application; the owner is customer, vendor and staff. */
export async function furnish(tenantId: string, owner: User): Promise<Twin> {
  const desk = new TenancyDesk(owner);
  const make = async (path: string, json: unknown, key: string) => answered<Made>(await desk.create(path, json, key), 201);
  const { user } = answered<{ user: { id: string } }>(await owner.api.get('/api/me'), 200);
  const product = (await make('/api/shop/products', { sku: 'HAT', name: 'Hat', price: '10.00' }, 'product'))['product']!.id;
  const warehouse = (await make('/api/shop/warehouses', { name: 'Main' }, 'warehouse'))['warehouse']!.id;
  await make(`/api/shop/warehouses/${warehouse}/deliveries`, { lines: [{ productId: product, quantity: 100 }] }, 'delivery');
  const reservation = (await make('/api/shop/reservations', { productId: product, quantity: 2 }, 'reservation'))['reservation']!.id;
  const order = (await make('/api/shop/orders', { lines: [{ productId: product, quantity: 1 }] }, 'order'))['order']!.id;
  await make('/api/billing/vendors', { name: 'Vendor' }, 'vendor');
  const event = (await make('/api/billing/events', { name: 'Concert', price: '5.00', total: 100 }, 'event'))['event']!.id;
  const slot = (await make('/api/billing/slots', { name: 'Fitting', startsAt: '2030-01-01T10:00:00Z', capacity: 5 }, 'slot'))['slot']!.id;
  await make(`/api/billing/events/${event}/tickets`, { quantity: 1 }, 'tickets');
  await make(`/api/billing/slots/${slot}/bookings`, undefined, 'booking');
  const invoice = (await make('/api/billing/invoices', { customerId: user.id, period: '2026-01', lines: [{ text: `For ${tenantId}`, amount: '10.00' }] }, 'invoice'))['invoice']!.id;
  const task = answered<Made>(await desk.create('/api/billing/tasks', { kind: 'statement' }, 'task'), 202)['task']!.id;
  const image = (await new GalleryDesk(owner).hand(await sampleImage(1))).id;
  const session = (await new DisputeDesk(owner).prepare({ name: 'disputes.csv', content: csv(newDisputes(2, 'T')) })).id;
  return { tenantId, owner, product, event, slot, order, reservation, invoice, task, image, session };
}

/** Everything that the owner of a tenant can read without naming anything of it. */
export const LISTS = ['/api/shop/products', '/api/shop/products/by-sku/HAT', '/api/shop/warehouses', '/api/shop/reservations', '/api/shop/orders?all=true', '/api/shop/customer', '/api/shop/ledger', '/api/shop/till',
  '/api/billing/plans', '/api/billing/customer', '/api/billing/customers', '/api/billing/subscription', '/api/billing/vendors', '/api/billing/slots', '/api/billing/bookings', '/api/billing/events',
  '/api/billing/tickets', '/api/billing/invoices', '/api/billing/invoices?vendor=me', '/api/disputes/sessions', '/api/gallery/images', '/api/gallery/categories', '/api/members'];

/** What can be read by naming it. */
export const oneByOne = ({ product, event, order, invoice, task, image, session }: Twin) => [`/api/shop/products/${product}`, `/api/shop/products/${product}/report`, `/api/billing/events/${event}`,
  `/api/shop/orders/${order}`, `/api/shop/orders/${order}/events`, `/api/billing/invoices/${invoice}`, `/api/billing/invoices/${invoice}/document`, `/api/billing/tasks/${task}`, `/api/gallery/images/${image}`,
  `/api/disputes/sessions/${session}`];

/** Every id in any table that belongs to the tenant. */
export async function idsOf({ postgres }: Stores, tenantId: string): Promise<Set<string>> {
  const columns = await postgres.rows<{ table: string; column: string }>(`
    select c.table_name as table, c.column_name as column from information_schema.columns c join information_schema.columns t on t.table_schema = c.table_schema and t.table_name = c.table_name and t.column_name = 'tenant_id'
      where c.table_schema = 'public' and c.data_type = 'uuid'`);
  const each = await Promise.all(columns.map(({ table, column }) => postgres.rows<{ id: string | null }>(`select ${column}::text as id from ${table} where tenant_id = $1`, [tenantId])));
  return new Set(each.flat().flatMap(({ id }) => id ?? []));
}

/** The ids of `others` in what somebody was shown, each with where. */
export function foreign(shown: readonly { where: string; text: string }[], others: ReadonlySet<string>): Row[] {
  return shown.flatMap(({ where, text }) => [...new Set(text.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [])].filter((id) => others.has(id)).map((id) => ({ where, id })));
}
