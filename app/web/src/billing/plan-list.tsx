import { useState } from 'react';
import { isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { handOver } from '../ui/hand-over';
import { money } from '../ui/money';
import { Reading } from '../ui/reading';
import { PlanDialog, type Choice } from './plan-dialog';
import { forget } from './requests';
import type { Plan } from './types';
import { useAccount, usePlans, useStale } from './use-billing';

/** The plans, and which of them one has. */
export function PlanList() {
  const plans = usePlans();
  const account = useAccount();
  const stale = useStale();
  const [choice, setChoice] = useState<Choice>();
  const [overtaken, setOvertaken] = useState<unknown>();
  const subscription = account.data?.subscription;
  const current = plans.data?.find(({ id }) => id === subscription?.planId);
  const known = plans.data && account.data;

  const refused = (reason: unknown) => {
    if (!['version_conflict', 'not_subscribed', 'already_subscribed', 'wrong_state'].some((code) => isApiError(reason, code))) throw reason;
    // Not what was seen when it was chosen: what it is now is shown, and one chooses anew.
    setOvertaken(reason);
  };
  const close = () => {
    forget.subscribing();
    setChoice(undefined);
  };
  const choose = (next: Choice) => {
    setOvertaken(undefined);
    setChoice(next);
  };
  return (
    <section className="stack" aria-label="Plan">
      <h2 tabIndex={-1}>Your plan</h2>
      <Reading query={plans.error || !plans.data ? plans : account} looking="Looking for your plan…" />
      {overtaken !== undefined && (
        <Alert look="warn" onDismiss={() => setOvertaken(undefined)}>Your subscription had been changed meanwhile, in another tab or on another device. What you pressed last changed nothing and cost nothing; it is shown as it is now.</Alert>
      )}
      {known && !subscription && <p className="soft">You have no plan. Choose one below.</p>}
      {known && (
        <ul role="list" className="plans" aria-label="Plans">
          {plans.data.map((plan) => <Item key={plan.id} plan={plan} chosen={plan.id === subscription?.planId} onChoose={() => choose({ kind: subscription ? 'change' : 'start', plan, current, version: subscription?.version ?? 0 })} />)}
        </ul>
      )}
      {subscription && <div ref={handOver}><Button compact look="danger" onClick={() => choose({ kind: 'cancel', plan: current, current, version: subscription.version })}>Cancel subscription</Button></div>}
      {choice && <PlanDialog choice={choice} onRefused={refused} onSettled={() => stale('account', 'plans')} onClose={close} />}
    </section>
  );
}

function Item({ plan, chosen, onChoose }: { plan: Plan; chosen: boolean; onChoose: () => void }) {
  return (
    <li className={`card stack plan${chosen ? ' chosen' : ''}`} aria-label={plan.name}>
      <div className="card-head">
        <h3 className="typed" dir="auto">{plan.name}</h3>
        {chosen && <span className="badge good">Your plan</span>}
      </div>
      <p className="price large">{money(plan.price)}</p>
      {plan.features.length > 0 && <ul className="changes">{plan.features.map((feature, n) => <li key={n} className="typed" dir="auto">{feature}</li>)}</ul>}
      {/* Also of the one that one has: the keyboard stays where it was. */}
      <div><Button compact unavailable={chosen} onClick={onChoose} aria-label={`Choose ${plan.name}`}>Choose</Button></div>
    </li>
  );
}
