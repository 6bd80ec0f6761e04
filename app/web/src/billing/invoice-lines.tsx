import { AmountField } from '../ui/amount-field';
import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { handOver } from '../ui/hand-over';
import { amountOf, cents } from '../ui/money';
import { newKey } from '../platform/new-key';
import type { InvoiceLine } from './requests';

const MOST = 50;

/** A line as it is being typed. */
export interface Draft {
  /** For React: which one is removed. */
  id: string;
  text: string;
  amount: string;
}

export const emptyLine = (): Draft => ({ id: newKey(), text: '', amount: '' });

/** The line, once it is complete. */
export function lineOf({ text, amount: typed }: Pick<Draft, 'text' | 'amount'>): InvoiceLine | undefined {
  const amount = amountOf(typed);
  return text.trim() !== '' && amount !== undefined && cents(amount) > 0n ? { text: text.trim(), amount } : undefined;
}

export function InvoiceLines({ lines, readOnly, onLines }: { lines: readonly Draft[]; readOnly: boolean; onLines: (lines: Draft[]) => void }) {
  const edit = (id: string, change: Partial<Draft>) => onLines(lines.map((line) => (line.id === id ? { ...line, ...change } : line)));
  return (
    <>
      <ul role="list" className="stack" aria-label="Lines">
        {lines.map(({ id, text, amount }, n) => (
          <li key={id} ref={handOver} className="invoice-line" aria-label={`Line ${n + 1}`}>
            <Field label="Text" value={text} readOnly={readOnly} required maxLength={200} autoComplete="off" onText={(next) => edit(id, { text: next })} />
            <AmountField label="Amount" value={amount} readOnly={readOnly} onText={(next) => edit(id, { amount: next })} />
            {lines.length > 1 && <Button look="quiet" compact aria-label={`Remove line ${n + 1}`} unavailable={readOnly} onClick={() => onLines(lines.filter((line) => line.id !== id))}><span aria-hidden="true">✕</span></Button>}
          </li>
        ))}
      </ul>
      <div><Button compact unavailable={readOnly || lines.length >= MOST} onClick={() => onLines([...lines, emptyLine()])}>Add line</Button></div>
    </>
  );
}
