import { useState, type SubmitEvent } from 'react';
import { isApiError } from '../platform/errors';
import { Alert, ErrorAlert } from '../ui/alert';
import { Button } from '../ui/button';
import { ConflictDialog } from '../ui/conflict-dialog';
import { Field } from '../ui/field';
import { Reading } from '../ui/reading';
import { TextArea } from '../ui/text-area';
import { useAction } from '../ui/use-action';
import type { Customer } from './types';
import { requests } from './requests';
import { useCustomer, useStale } from './use-billing';

/** What stands on one's invoices. */
export function CustomerForm() {
  const query = useCustomer();
  return (
    <section className="card stack" aria-label="Invoice address">
      <h2 tabIndex={-1}>Invoice address</h2>
      <Reading query={query} looking="Looking for your address…" />
      {query.data && <Form customer={query.data} />}
    </section>
  );
}

interface Words {
  name: string;
  address: string;
}

const fields = [{ field: 'name', name: 'Name' }, { field: 'address', name: 'Address' }] as const;

const wordsOf = ({ name, address }: Customer): Words => ({ name, address: address ?? '' });
const same = (a: Words, b: Words) => a.name === b.name && a.address === b.address;

function Form({ customer }: { customer: Customer }) {
  const stale = useStale();
  // As it was when one began to type; it moves along with what is read for as long as nothing was typed.
  const [base, setBase] = useState(customer);
  const [words, setWords] = useState(wordsOf(customer));
  const [current, setCurrent] = useState<Customer>();
  const [saved, setSaved] = useState(false);
  const { run, pending, error, forget } = useAction();
  const busy = pending !== undefined;
  const touched = !same(words, wordsOf(base));
  if (customer.version > base.version && !touched) {
    setBase(customer);
    setWords(wordsOf(customer));
  }
  const mine: Words = { name: words.name.trim(), address: words.address.trim() };
  const take = (now: Customer) => {
    setBase(now);
    setWords(wordsOf(now));
    setCurrent(undefined);
  };
  // What one has not touched is sent as it is now: saving must not put it back to what it was.
  const isMine = (field: keyof Words) => mine[field] !== wordsOf(base)[field];
  const over = (now: Customer): Words => ({ name: isMine('name') ? mine.name : wordsOf(now).name, address: isMine('address') ? mine.address : wordsOf(now).address });
  const save = (from: Customer) => run('save', async () => {
    setSaved(false);
    const { name, address } = over(from);
    try {
      take(await requests.editCustomer(from.version, name, address || null));
      setSaved(true);
    } catch (reason) {
      if (!isApiError(reason, 'version_conflict')) throw reason;
      setCurrent(reason.details.current as Customer);
    } finally {
      stale('customer');
    }
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (mine.name !== '' && touched) save(base);
  };
  return (
    <form className="stack" aria-label="Invoice address" onSubmit={submit}>
      {customer.version > base.version && !current && <Alert look="info">This was changed meanwhile. Saving will ask you which version to keep.</Alert>}
      <Field label="Name" value={words.name} onText={(name) => setWords({ ...words, name })} readOnly={busy} required maxLength={200} autoComplete="name" />
      <TextArea label="Address" value={words.address} onText={(address) => setWords({ ...words, address })} readOnly={busy} maxLength={500} autoComplete="street-address" />
      {saved && <Alert look="good" onDismiss={() => setSaved(false)}>Saved.</Alert>}
      {!current && <ErrorAlert error={error} what="It was not saved." onDismiss={forget} />}
      <div className="form-actions">
        <Button type="submit" pending={busy} unavailable={!touched || mine.name === ''}>Save</Button>
        {touched && <Button unavailable={busy} onClick={() => take(customer)}>Discard</Button>}
      </div>
      {current && (
        <ConflictDialog
          subject="your address" versions={[base.version, current.version]} pending={busy} error={error}
          rows={fields.filter(({ field }) => isMine(field) && mine[field] !== wordsOf(current)[field]).map(({ field, name }) => ({ field: name, theirs: wordsOf(current)[field], mine: mine[field] }))}
          kept={fields.filter(({ field }) => !isMine(field) && wordsOf(base)[field] !== wordsOf(current)[field]).map(({ field, name }) => ({ field: name, theirs: wordsOf(current)[field] }))}
          onTheirs={() => take(current)} onMine={() => save(current)} onClose={() => setCurrent(undefined)}
        />
      )}
    </form>
  );
}
