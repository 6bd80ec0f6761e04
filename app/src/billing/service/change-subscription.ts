import type { Call } from '../../platform/call.js';
import { StaleRead } from '../../platform/conflicts.js';
import { HttpError, notFound, wrongState } from '../../platform/errors.js';
import type { KeyedCall } from '../../platform/idempotency.js';
import type { Platform } from '../../platform/platform.js';
import type { Queryable } from '../../platform/postgres.js';
import { subscriptionChanged } from '../events.js';
import { chargeChange, listCharges } from '../repository/charges.js';
import { lockCustomer } from '../repository/customers.js';
import { holdPrices } from '../repository/plans.js';
import { endSubscription, findActive, insertChange, insertSubscription, listChanges, movePlan, nextChange } from '../repository/subscriptions.js';
import type { Change, ChangePlan, Charge, Subscription } from '../schema.js';
import { versionConflict } from './refusals.js';

type WithLive = Pick<Platform, 'live'>;

const FREE = '0.00';

/** One's own, with what led to it. Protected by: one snapshot for all three, so that no change is shown without its charge. */
export async function getSubscription(call: Call): Promise<{ subscription: Subscription | null; changes: Change[]; charges: Charge[] }> {
  return call.read(
    async (tx) => ({
      subscription: (await findActive(tx, call.userId)) ?? null,
      changes: await listChanges(tx, call.userId),
      charges: await listCharges(tx, call.userId),
    }),
    { isolation: 'REPEATABLE READ' },
  );
}

/** Protected by: see {@link holdSubscription}; and the partial unique index, by which a customer has one active subscription at most, whatever happens. */
export async function subscribe({ live }: WithLive, call: KeyedCall, wanted: string) {
  const planId = wanted.toLowerCase();
  const { tenantId, userId } = call;
  const answer = await call.answer(async (tx) => {
    const { active, prices } = await holdSubscription(tx, userId, planId);
    const toPrice = priceOf(prices, planId);
    if (active) throw new HttpError(409, 'already_subscribed', 'You have a subscription. Change it, or cancel it first.', { details: { subscription: active } });
    const number = await nextChange(tx, userId);
    const subscription = await insertSubscription(tx, tenantId, userId, planId, number);
    const change = await insertChange(tx, tenantId, userId, { number, kind: 'start', subscriptionId: subscription.id, fromPlan: null, toPlan: planId, fromPrice: FREE, toPrice });
    return { status: 201, body: { subscription, change, charge: await chargeChange(tx, tenantId, userId, number) } };
  });
  subscriptionChanged(live, userId, answer.body.subscription.version);
  return answer;
}

/** Goes over to another plan, for the difference in price, if nothing has changed since the version the customer saw. Protected by: see {@link holdSubscription}. */
export async function changePlan({ live }: WithLive, call: Call, wanted: ChangePlan): Promise<{ subscription: Subscription; change: Change; charge: Charge | null }> {
  const planId = wanted.planId.toLowerCase();
  const { tenantId, userId } = call;
  const changed = await call.write(async (tx) => {
    const { active, prices } = await holdSubscription(tx, userId, planId);
    const toPrice = priceOf(prices, planId);
    if (!active) throw notSubscribed();
    if (active.version !== wanted.version) throw versionConflict('subscription', wanted.version, active);
    if (active.planId === planId) throw wrongState('Your subscription is to this plan already.');
    const number = await nextChange(tx, userId);
    const subscription = await movePlan(tx, active.id, planId, number);
    const fromPrice = priceOf(prices, active.planId);
    const change = await insertChange(tx, tenantId, userId, { number, kind: 'change', subscriptionId: active.id, fromPlan: active.planId, toPlan: planId, fromPrice, toPrice });
    return { subscription, change, charge: await chargeChange(tx, tenantId, userId, number) };
  });
  subscriptionChanged(live, userId, changed.subscription.version);
  return changed;
}

/** Protected by: see {@link holdSubscription}. Of two at once one cancels, and the other is told that there is nothing to cancel. */
export async function cancelSubscription({ live }: WithLive, call: Call): Promise<{ subscription: Subscription; change: Change }> {
  const { tenantId, userId } = call;
  const cancelled = await call.write(async (tx) => {
    const { active, prices } = await holdSubscription(tx, userId);
    if (!active) throw notSubscribed();
    const number = await nextChange(tx, userId);
    const subscription = await endSubscription(tx, active.id, number);
    const fromPrice = priceOf(prices, active.planId);
    const change = await insertChange(tx, tenantId, userId, { number, kind: 'cancel', subscriptionId: active.id, fromPlan: active.planId, toPlan: null, fromPrice, toPrice: FREE });
    return { subscription, change };
  });
  subscriptionChanged(live, userId, cancelled.subscription.version);
  return cancelled;
}

/**
 * The customer's active subscription, which nobody else changes until the transaction ends, and the prices of its plan and of the wanted one, which nobody changes either.
 *
 * Protected by: the share locks on the plans, and then the lock on the customer, in this order. Which plan is left is read before it can be locked; if it is another one once the customer is held,
 * the transaction runs again.
 */
async function holdSubscription(tx: Queryable, userId: string, wanted?: string): Promise<{ active: Subscription | undefined; prices: Map<string, string> }> {
  const before = await findActive(tx, userId);
  const prices = await holdPrices(tx, [before?.planId, wanted].filter((id) => id !== undefined));
  await lockCustomer(tx, userId);
  // By a statement of its own, whose snapshot begins after the lock.
  const active = await findActive(tx, userId);
  if (active && !prices.has(active.planId)) throw new StaleRead();
  return { active, prices };
}

function priceOf(prices: Map<string, string>, planId: string): string {
  const price = prices.get(planId);
  if (price === undefined) throw notFound('plan');
  return price;
}

const notSubscribed = () => new HttpError(409, 'not_subscribed', 'You have no subscription.');
