import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Alert } from '../ui/alert';
import { Button } from '../ui/button';
import { CreationAlert } from '../ui/creation-alert';
import { money } from '../ui/money';
import { useCreation } from '../ui/use-creation';
import { forget, requests } from './requests';
import type { Task } from './types';
import { keyOf } from './use-billing';

const words: Record<Task['status'], string> = { PENDING: 'Waiting for a worker', RUNNING: 'Being drawn up', DONE: 'Done', FAILED: 'Failed' };

/** Drawn up by a worker; how far it is, is heard live. */
export function Statement() {
  const [asked, setAsked] = useState<Task>();
  const { run, pending, error, dismiss } = useCreation(forget.asking);
  const { data: task } = useQuery({ queryKey: keyOf('task', asked?.id ?? ''), enabled: asked !== undefined, queryFn: () => requests.task(asked!.id) });
  const now = task ?? asked;
  const ask = () => run('ask', async () => setAsked(await requests.askStatement()));
  return (
    <section className="card stack" aria-label="Statement">
      <div className="card-head">
        <h2>Statement</h2>
        {now && <span role="status" aria-label="Status of the statement" className={`badge ${now.status === 'DONE' ? 'good' : now.status === 'FAILED' ? 'bad' : 'info'}`}>{words[now.status]}</span>}
      </div>
      <p className="soft">What you were charged and invoiced so far.</p>
      {now?.status === 'DONE' && now.result && (
        <dl className="facts-list">
          <div><dt>Charged</dt><dd>{money(now.result.charged ?? '0.00')}</dd></div>
          <div><dt>Invoiced</dt><dd>{money(now.result.invoiced ?? '0.00')}</dd></div>
        </dl>
      )}
      {now?.status === 'FAILED' && <Alert>It could not be drawn up{now.error && <>: <span className="typed">{now.error}</span></>}. Ask for it again.</Alert>}
      <CreationAlert error={error} what="It was not asked for." unsure="it may be asked for, or not. Press the button again: it will not be drawn up twice." onDismiss={dismiss} />
      <div><Button pending={pending !== undefined} onClick={ask}>Ask for a statement</Button></div>
    </section>
  );
}
