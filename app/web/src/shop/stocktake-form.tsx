import { useState, type SubmitEvent } from 'react';
import { hereAt } from '../platform/clock';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { number } from '../ui/format';
import { NumberField, wholeNumber } from '../ui/number-field';
import { useAction } from '../ui/use-action';
import { useSecondsUntil } from '../ui/use-seconds-until';
import { PlaceChoice } from './place-choice';
import { requests } from './requests';
import type { Stocktake } from './types';
import { useLevels, useProduct, useRights, useShop } from './use-shop';

const MOST = 1_000_000;

/** One person at a time counts what is in a warehouse: whoever begins holds it for a while, and says when they need longer or are done. */
export function StocktakeForm() {
  const shop = useShop();
  const { orLookAgain } = useRights();
  const [stocktake, setStocktake] = useState<Stocktake>();
  const [warehouseId, setWarehouse] = useState('');
  const [productId, setProduct] = useState('');
  const [typed, setTyped] = useState('');
  const [written, setWritten] = useState<string>();
  const { run, pending, error, forget } = useAction();
  const level = useProductLevel(productId, warehouseId);
  const counted = wholeNumber(typed, 0, MOST);
  const busy = pending !== undefined;

  const act = (name: string, work: () => Promise<void>) => run(name, async () => {
    setWritten(undefined);
    await work().catch(orLookAgain);
  });
  const begin = () => act('begin', async () => setStocktake(await requests.beginStocktake(warehouseId)));
  const renew = () => stocktake && act('renew', async () => setStocktake(await requests.renewStocktake(stocktake)));
  const end = () => stocktake && act('end', async () => {
    try {
      await requests.endStocktake(stocktake);
    } catch (reason) {
      // It is over either way.
      if (!isApiError(reason, 'lock_lost')) throw reason;
    }
    setStocktake(undefined);
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!stocktake) return warehouseId === '' ? undefined : begin();
    if (productId === '' || counted === undefined) return;
    act('count', async () => {
      shop.takeLevels([await requests.count(stocktake, productId, counted)]);
      setWritten(`${number(counted)} written down.`);
      setTyped('');
    });
  };
  const lost = isApiError(error, 'lock_lost');
  return (
    <form className="card stack" aria-label="Stocktake" onSubmit={submit}>
      <h2 tabIndex={-1}>Stocktake</h2>
      <PlaceChoice warehouseId={warehouseId} productId={productId} settled={stocktake !== undefined} disabled={busy} onWarehouse={setWarehouse} onProduct={setProduct} />
      {stocktake && (
        <>
          <Lease until={stocktake.expiresAt} />
          <NumberField label="Counted" value={typed} min={0} max={MOST} readOnly={busy} onText={setTyped} hint={level === undefined ? undefined : `Bazaar thinks ${number(level)} are on hand.`} />
        </>
      )}
      {written && <Alert look="good" onDismiss={() => setWritten(undefined)}>{written}</Alert>}
      {lost
        ? <Alert look="warn" onDismiss={forget}>Your stocktake is over: its time ran out, and it may be that somebody else has begun one. Nothing was written. End it and begin anew.</Alert>
        : isApiError(error, 'locked')
          ? <ErrorAlert error={error} what="Somebody else is counting here." onDismiss={forget} />
          : <ErrorAlert error={error} what="That was not done." onDismiss={forget} />}
      <div className="form-actions">
        {stocktake
          ? (
            <>
              <Button type="submit" look="main" pending={pending === 'count'} unavailable={busy || productId === '' || counted === undefined}>Write down</Button>
              <Button pending={pending === 'renew'} unavailable={busy} onClick={renew}>Keep counting</Button>
              <Button pending={pending === 'end'} unavailable={busy} onClick={end}>End stocktake</Button>
            </>
          )
          : <Button type="submit" pending={pending === 'begin'} unavailable={warehouseId === ''}>Begin stocktake</Button>}
      </div>
    </form>
  );
}

function Lease({ until }: { until: string }) {
  const seconds = useSecondsUntil(hereAt(until));
  return (
    <p>
      <span role="timer" aria-label="Time left to count" className={`badge ${seconds === 0 ? 'bad' : seconds < 15 ? 'warn' : 'info'}`}>{seconds > 0 ? `${number(seconds)} s left` : 'Time is up'}</span>{' '}
      {seconds === 0 && <span className="small soft">Somebody else may begin now. Until they do, what you write down still counts.</span>}
    </p>
  );
}

/** What is on hand there, live; undefined while it is not known. */
function useProductLevel(productId: string, warehouseId: string): number | undefined {
  useProduct(productId || undefined);
  return useLevels(productId).find((level) => level.warehouseId === warehouseId)?.onHand;
}
