import { createHash } from 'node:crypto';
import { FormData } from 'undici';
import { answered, type HttpClient, type Reply } from '../../fixtures/index.js';
import { NotYet, until } from '../../fixtures/index.js';

export interface DisputeSession {
  id: string;
  kind: 'create' | 'update';
  fileName: string;
  storedPath: string;
  checksum: string;
  byteSize: number;
  label: string | null;
  status: 'UPLOADED' | 'VALIDATED' | 'INVALID' | 'CANCELLED';
  version: number;
  rowCount: number | null;
  report: { line: number; column: number; code: string; message: string }[] | null;
  uploadedBy: string;
  jobId: string | null;
}

export interface DisputeJob {
  id: string;
  sessionId: string;
  status: 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';
  total: number;
  processed: number;
  inserted: number;
  duplicates: number;
  updated: number;
  missing: number;
  attempt: number;
  worker: string | null;
}

/** A file on its way up. */
export interface DisputeFile {
  name: string;
  content: Buffer;
  /** Default `create`. */
  kind?: 'create' | 'update';
  label?: string;
}

/** Bazaar's dispute uploads as one user sees them. Each method is one request and gives back the answer, whatever it is. */
export class DisputeDesk {
  readonly #api: HttpClient;

  constructor({ api }: { api: HttpClient }) { this.#api = api; }

  upload(file: DisputeFile): Promise<Reply> { return this.#api.post('/api/disputes/sessions', { form: uploadForm(file), query: { kind: file.kind ?? 'create' } }); }
  list(): Promise<Reply> { return this.#api.get('/api/disputes/sessions'); }
  session(id: string): Promise<Reply> { return this.#api.get(`/api/disputes/sessions/${id}`); }
  rename(id: string, version: number, label: string): Promise<Reply> { return this.#api.patch(`/api/disputes/sessions/${id}`, { json: { version, label } }); }
  validate(id: string): Promise<Reply> { return this.#api.post(`/api/disputes/sessions/${id}/validate`); }
  submit(id: string): Promise<Reply> { return this.#api.post(`/api/disputes/sessions/${id}/submit`); }
  cancel(id: string): Promise<Reply> { return this.#api.post(`/api/disputes/sessions/${id}/cancel`); }
  remove(id: string): Promise<Reply> { return this.#api.delete(`/api/disputes/sessions/${id}`); }
  job(id: string): Promise<Reply> { return this.#api.get(`/api/disputes/jobs/${id}`); }

  /** Uploads and validates, both as they should go. */
  async prepare(file: DisputeFile): Promise<DisputeSession> {
    const { id } = answered<DisputeSession>(await this.upload(file), 201);
    const session = answered<DisputeSession>(await this.validate(id), 200);
    if (session.status !== 'VALIDATED') throw new Error(`${file.name} was to be valid and is ${session.status}: ${JSON.stringify(session.report)}`);
    return session;
  }

  /** Uploads, validates and submits, all as they should go. */
  async hand(file: DisputeFile): Promise<{ session: DisputeSession; job: DisputeJob }> {
    const session = await this.prepare(file);
    const { job } = answered<{ job: DisputeJob }>(await this.submit(session.id), 202);
    return { session, job };
  }

  /** Waits until a job has reached a status in which it stays. */
  async ended(jobId: string, deadlineMs = 60_000): Promise<DisputeJob> {
    return await until(`job ${jobId} to end`, async () => {
      const job = answered<DisputeJob>(await this.job(jobId), 200);
      if (job.status === 'PENDING' || job.status === 'PROCESSING') throw new NotYet(`it is ${job.status} with ${job.processed} of ${job.total} rows`);
      return job;
    }, { deadlineMs, everyMs: 100 });
  }
}

/** The multipart body of an upload. */
export function uploadForm({ name, content, label }: DisputeFile): FormData {
  const form = new FormData();
  if (label !== undefined) form.set('label', label);
  form.set('file', new Blob([new Uint8Array(content)], { type: 'text/csv' }), name);
  return form;
}

export function sha256(content: Buffer): string { return createHash('sha256').update(content).digest('hex'); }
