import { count } from '../ui/format';
import type { Row } from './board';

export type StatusLook = 'good' | 'bad' | 'warn' | 'info' | 'plain';

/** What a person reads. A submitted file is where its job is. */
export function statusOf({ session, job }: Row): { word: string; look: StatusLook } {
  if (job) {
    switch (job.status) {
      case 'PENDING': return { word: 'Queued', look: 'warn' };
      case 'PROCESSING': return { word: 'Processing', look: 'info' };
      case 'COMPLETED': return { word: 'Completed', look: 'good' };
      case 'FAILED': return { word: 'Failed', look: 'bad' };
      case 'CANCELLED': return { word: 'Cancelled', look: 'plain' };
    }
  }
  switch (session.status) {
    case 'UPLOADED': return { word: 'Uploaded', look: 'plain' };
    case 'VALIDATED': return { word: session.jobId ? 'Queued' : 'Validated', look: session.jobId ? 'warn' : 'info' };
    case 'INVALID': return { word: 'Invalid', look: 'bad' };
    case 'CANCELLED': return { word: 'Cancelled', look: 'plain' };
  }
}

/** What may be asked for now. Only a courtesy: Bazaar decides. */
export function allowed({ session, job }: Row) {
  const submitted = session.jobId !== null || job !== undefined;
  const open = !submitted && session.status !== 'CANCELLED';
  return {
    validate: !submitted && session.status === 'UPLOADED',
    submit: !submitted && session.status === 'VALIDATED',
    cancel: open || job?.status === 'PENDING',
    delete: !submitted || job?.status === 'COMPLETED' || job?.status === 'FAILED' || job?.status === 'CANCELLED',
  };
}

export function countsOf({ session, job }: Row): string[] {
  if (!job || job.status === 'PENDING') return [];
  return session.kind === 'create'
    ? [`${count(job.inserted, 'inserted', 'inserted')}`, `${count(job.duplicates, 'duplicate')}`]
    : [`${count(job.updated, 'updated', 'updated')}`, `${count(job.missing, 'missing', 'missing')}`];
}
