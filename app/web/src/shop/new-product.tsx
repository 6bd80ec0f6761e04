import { useState, type SubmitEvent } from 'react';
import { Alert } from '../ui/alert';
import { AmountField } from '../ui/amount-field';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { Field } from '../ui/field';
import { amountOf } from '../ui/money';
import { TextArea } from '../ui/text-area';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import type { Product } from './types';
import { useRights, useStale } from './use-shop';

const EMPTY = { sku: '', name: '', description: '', price: '' };

export function NewProduct() {
  const stale = useStale();
  const { orLookAgain } = useRights();
  const [words, setWords] = useState(EMPTY);
  const [made, setMade] = useState<Product>();
  const { run, pending, error, dismiss } = useCreation(forget.addingProduct);
  const busy = pending !== undefined;
  const price = amountOf(words.price);
  const complete = words.sku.trim() !== '' && words.name.trim() !== '' && price !== undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!complete) return;
    run('add', async () => {
      setMade(undefined);
      const { product } = await requests.newProduct({ sku: words.sku.trim(), name: words.name.trim(), description: words.description.trim(), price }).catch(orLookAgain);
      setMade(product);
      setWords(EMPTY);
      stale('products');
    });
  };
  return (
    <form className="card stack" aria-label="New product" onSubmit={submit}>
      <h2>New product</h2>
      <div className="pair">
        <Field label="SKU" value={words.sku} onText={(sku) => setWords({ ...words, sku })} readOnly={busy} required maxLength={64} pattern="[A-Za-z0-9][A-Za-z0-9._\-]*" title="Letters, digits, dots, dashes" autoComplete="off" />
        <AmountField label="Price" value={words.price} onText={(next) => setWords({ ...words, price: next })} readOnly={busy} />
      </div>
      <Field label="Name" value={words.name} onText={(name) => setWords({ ...words, name })} readOnly={busy} required maxLength={200} autoComplete="off" />
      <TextArea label="Description" value={words.description} onText={(description) => setWords({ ...words, description })} readOnly={busy} maxLength={2000} />
      {made && <Alert look="good" onDismiss={() => setMade(undefined)}>“<span className="typed">{made.name}</span>” is on sale.</Alert>}
      <CreationAlert error={error} what="The product was not added." unsure="the product may be there, or not. Press the button again: it will not be added twice." onDismiss={dismiss} />
      <div><Button type="submit" pending={busy} unavailable={!complete}>Add product</Button></div>
    </form>
  );
}
