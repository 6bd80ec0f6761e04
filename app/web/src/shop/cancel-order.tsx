import { useState } from 'react';
import { isApiError } from '../platform/errors';
import { AskDialog } from '../ui/ask-dialog';
import { Button } from '../ui/button';
import { handOver } from '../ui/hand-over';
import { allowed, nameOf } from './order-status';
import { requests } from './requests';
import type { Order } from './types';
import { useShop, useStale } from './use-shop';

/** While it can be cancelled. */
export function CancelOrder({ order }: { order: Order }) {
  const shop = useShop();
  const stale = useStale();
  const [asking, setAsking] = useState(false);
  const cancel = async () => {
    try {
      shop.takeOrders(await requests.cancelOrder(order.id));
    } catch (reason) {
      if (!isApiError(reason, 'wrong_state')) throw reason;
      // The button may go with the news: told above the page.
      shop.notices.refused(`cancel ${order.id}`, ['', nameOf(order), ' was not cancelled.'], reason);
    } finally {
      stale('orders', 'products');
    }
  };
  if (!allowed(order).cancel && !asking) return null;
  return (
    <div ref={handOver}>
      <Button compact look="danger" onClick={() => setAsking(true)}>Cancel order</Button>
      {asking && (
        <AskDialog title="Cancel this order?" action="Cancel order" keep="Keep it" refused="It was not cancelled." work={cancel} onClose={() => setAsking(false)}>
          What was reserved for it goes back on sale, and nothing is taken from your card.
        </AskDialog>
      )}
    </div>
  );
}
