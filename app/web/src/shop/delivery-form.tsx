import { useState, type SubmitEvent } from 'react';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { number } from '../ui/format';
import { NumberField, wholeNumber } from '../ui/number-field';
import { useCreation } from '../ui/use-creation';
import { PlaceChoice } from './place-choice';
import { forget, requests } from './requests';
import { useRights, useShop } from './use-shop';

const MOST = 1_000_000;

export function DeliveryForm() {
  const shop = useShop();
  const { orLookAgain } = useRights();
  const [warehouseId, setWarehouse] = useState('');
  const [productId, setProduct] = useState('');
  const [typed, setTyped] = useState('');
  const [received, setReceived] = useState<string>();
  const { run, pending, error, dismiss } = useCreation(() => forget.delivering(warehouseId));
  const busy = pending !== undefined;
  const quantity = wholeNumber(typed, 1, MOST);
  const complete = warehouseId !== '' && productId !== '' && quantity !== undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!complete) return;
    run('deliver', async () => {
      setReceived(undefined);
      const { levels } = await requests.deliver(warehouseId, productId, quantity).catch(orLookAgain);
      shop.takeLevels(levels);
      setReceived(`${number(quantity)} received; ${number(levels[0]?.onHand ?? 0)} are on hand.`);
      setTyped('');
    });
  };
  return (
    <form className="card stack" aria-label="Delivery" onSubmit={submit}>
      <h2>Delivery</h2>
      <PlaceChoice warehouseId={warehouseId} productId={productId} disabled={busy} onWarehouse={setWarehouse} onProduct={setProduct} />
      <NumberField label="Quantity" value={typed} min={1} max={MOST} readOnly={busy} onText={setTyped} />
      {received && <Alert look="good" onDismiss={() => setReceived(undefined)}>{received}</Alert>}
      <CreationAlert error={error} what="Nothing was received." unsure="the delivery may be written down, or not. Press the button again as it is: it will not be written down twice." onDismiss={dismiss} />
      <div><Button type="submit" pending={busy} unavailable={!complete}>Receive delivery</Button></div>
    </form>
  );
}
