import { useState, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import { ApiError, isApiError } from '../platform/errors';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { Choice } from '../ui/choice';
import { CreationAlert } from '../ui/creation-alert';
import { number } from '../ui/format';
import { NumberField, wholeNumber } from '../ui/number-field';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import type { Product, Reservation } from './types';
import { useShop, useStale, useWarehouses } from './use-shop';

const MOST = 1_000_000;

export function ReserveForm({ product }: { product: Product }) {
  const shop = useShop();
  const stale = useStale();
  const { data: warehouses = [] } = useWarehouses();
  const [typed, setTyped] = useState('1');
  const [warehouseId, setWarehouseId] = useState('');
  const [reserved, setReserved] = useState<Reservation>();
  const { run, pending, error, dismiss } = useCreation(forget.reserving);
  const busy = pending !== undefined;
  const quantity = wholeNumber(typed, 1, MOST);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (quantity === undefined) return;
    run('reserve', async () => {
      setReserved(undefined);
      try {
        const { reservation, level } = await requests.reserve(product.id, quantity, warehouseId || undefined);
        shop.takeLevels([level]);
        shop.basket.add(reservation);
        setReserved(reservation);
      } finally {
        // What is shown may be why it was refused, or be old.
        stale('products', 'reservations');
      }
    });
  };

  return (
    <form className="card stack" aria-label="Reserve" onSubmit={submit}>
      <h2>Reserve</h2>
      <NumberField label="Quantity" value={typed} min={1} max={MOST} readOnly={busy} onText={setTyped} />
      <Choice label="Warehouse" none="The first that has all of it" value={warehouseId} options={warehouses.map(({ id, name }) => ({ value: id, name }))} disabled={busy} onChoose={setWarehouseId} />
      {reserved && (
        <Alert look="good" onDismiss={() => setReserved(undefined)}>
          {number(reserved.quantity)} reserved for you. <Link href="/shop/checkout">Go to the checkout</Link>
        </Alert>
      )}
      {isApiError(error, 'sold_out')
        ? <Alert look="warn" onDismiss={dismiss}>{soldOut(error)}</Alert>
        : <CreationAlert error={error} what="Nothing was reserved." unsure="it may be reserved, or not. Press Reserve again as it is: it will not be reserved twice." onDismiss={dismiss} />}
      {/* Never barred by what is shown: what others have let expire comes back when somebody asks for it. */}
      <Button type="submit" look="main" pending={busy} unavailable={quantity === undefined}>Reserve</Button>
    </form>
  );
}

function soldOut({ details: { available } }: ApiError): string {
  const left = Number(available);
  return left > 0
    ? `Not so many are left: at most ${number(left)} can be reserved at once. Nothing was reserved.`
    : 'Sold out: others were faster. Nothing was reserved.';
}
