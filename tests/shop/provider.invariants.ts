import { invariant, type Invariant } from '../../fixtures/index.js';
import type { ProviderDesk } from './provider-desk.js';

interface Kept { payment: string; order: string; total: string; provider: string | null; status: string; captured: string; refunded: string }

const RESTING: Record<string, string> = { authorized: 'AUTHORIZED', declined: 'DECLINED', captured: 'CAPTURED', voided: 'VOIDED', refunded: 'REFUNDED' };

/**
 * What the provider has in its books is what Bazaar has, and no order was paid twice. Of a shop at rest.
 * @param onlyKnown leaves out payments of which Bazaar knows nothing: an exploration puts its ground back here, and not there
 */
export function providerAgrees(tenantId: string, provider: ProviderDesk, { onlyKnown = false } = {}): Invariant[] {
  return [
    invariant('what the provider captured and refunded is what Bazaar has', async ({ postgres }) => {
      const kept = await postgres.rows<Kept & Record<string, unknown>>(`
        select p.id as payment, p.order_id as "order", p.provider_id as provider, p.status, p.captured::text as captured, p.refunded::text as refunded from shop_payments p where p.tenant_id = $1`, [tenantId]);
      const books = (await provider.payments()).filter(({ reference }) => !onlyKnown || kept.some(({ payment }) => payment === reference));
      const wrong = books.flatMap(({ id, reference, status, captured, refunded }) => {
        const row = kept.find(({ payment }) => payment === reference);
        const agrees = row !== undefined && row.provider === id && row.status === RESTING[status] && Number(row.captured) === Number(captured) && Number(row.refunded) === Number(refunded);
        return agrees ? [] : [{ at_the_provider: { id, reference, status, captured, refunded }, here: row }];
      });
      const unknown = kept.filter(({ payment }) => !books.some(({ reference }) => reference === payment)).map((here) => ({ at_the_provider: null, here }));
      return [...wrong, ...unknown];
    }),
    invariant('no order was paid twice', async ({ postgres }) => {
      const orderOf = new Map((await postgres.rows<{ payment: string; order: string; total: string }>(`
        select p.id as payment, o.id as "order", o.total::text as total from shop_payments p join shop_orders o on (o.tenant_id, o.id) = (p.tenant_id, p.order_id) where p.tenant_id = $1`, [tenantId])).map((row) => [row.payment, row]));
      const captured = new Map<string, { order: string; total: number; captured: number; payments: number }>();
      for (const payment of await provider.payments()) {
        const known = orderOf.get(payment.reference);
        if (!known || payment.status === 'declined' || payment.status === 'voided') continue;
        const sum = captured.get(known.order) ?? { order: known.order, total: Number(known.total), captured: 0, payments: 0 };
        captured.set(known.order, { ...sum, captured: sum.captured + Number(payment.captured), payments: sum.payments + 1 });
      }
      return [...captured.values()].filter((sum) => sum.payments > 1 || sum.captured > sum.total);
    }),
  ];
}
