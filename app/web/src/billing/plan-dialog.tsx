import { AskDialog } from '../ui/ask-dialog';
import { cents, fromCents, money } from '../ui/money';
import { requests } from './requests';
import type { Plan } from './types';

/** What one has pressed, with what one saw when one did: if that is no longer so, Bazaar refuses. */
export interface Choice {
  kind: 'start' | 'change' | 'cancel';
  plan: Plan | undefined;
  current: Plan | undefined;
  version: number;
}

interface Props {
  choice: Choice;
  /** Throws what is to be told in the dialog. */
  onRefused: (reason: unknown) => void;
  onSettled: () => void;
  onClose: () => void;
}

export function PlanDialog({ choice: { kind, plan, current, version }, onRefused, onSettled, onClose }: Props) {
  const send = (): Promise<unknown> => {
    if (kind === 'cancel') return requests.cancelSubscription();
    return kind === 'start' ? requests.subscribe(plan!.id) : requests.changePlan(plan!.id, version);
  };
  const work = () => send().catch(onRefused).finally(onSettled);
  if (kind === 'cancel') {
    return (
      <AskDialog title="Cancel your subscription?" action="Cancel subscription" keep="Keep it" refused="It was not cancelled." work={work} onClose={onClose}>
        <strong className="typed">{current?.name}</strong> ends at once, and nothing is paid back.
      </AskDialog>
    );
  }
  const difference = cents(plan!.price) - (current ? cents(current.price) : 0n);
  return (
    <AskDialog title={`${current ? 'Change to' : 'Subscribe to'} ${plan!.name}?`} action={current ? 'Change plan' : 'Subscribe'} keep="Leave it" look="main" refused="Your plan was not changed." work={work} onClose={onClose}>
      {difference > 0n ? <>You are charged <strong>{money(fromCents(difference))}</strong>{current && Number(current.price) > 0 && ', the difference in price'}.</> : 'This costs nothing.'}
    </AskDialog>
  );
}
