import { useQuery } from '@tanstack/react-query';
import { number } from '../ui/format';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { Reading } from '../ui/reading';
import { requests } from './requests';
import type { Invoice } from './types';

/** The document as it was written, as text and nothing else. */
export function DocumentDialog({ invoice, onClose }: { invoice: Invoice; onClose: () => void }) {
  const query = useQuery({ queryKey: ['document', invoice.id], queryFn: () => requests.document(invoice.id), gcTime: 0 });
  return (
    <Dialog title={`Invoice ${number(invoice.number)}`} onClose={onClose}>
      <Reading query={query} looking="Looking for the document…" />
      {query.data !== undefined && <pre className="document typed" tabIndex={0} aria-label="Document">{query.data}</pre>}
      <div className="dialog-actions"><Button onClick={onClose}>Close</Button></div>
    </Dialog>
  );
}
