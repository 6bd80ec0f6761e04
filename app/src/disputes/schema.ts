import { type Static, Type } from 'typebox';
import type { Finding } from './csv/report.js';

/** What a file of disputes is for. */
export type Kind = 'create' | 'update';

/** `UPLOADED → VALIDATED | INVALID`, and `CANCELLED` from any of them while there is no job. */
export type SessionStatus = 'UPLOADED' | 'VALIDATED' | 'INVALID' | 'CANCELLED';

/** `PENDING → PROCESSING → COMPLETED | FAILED`, and `CANCELLED` from `PENDING`. */
export type JobStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

const UUID = '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

export const ById = Type.Object({ id: Type.String({ pattern: UUID }) });
export const ByReference = Type.Object({ reference: Type.String({ maxLength: 64 }) });
export const Upload = Type.Object({ kind: Type.Union([Type.Literal('create'), Type.Literal('update')]) });
export const MAX_LABEL = 200;
export const Edit = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  label: Type.Union([Type.Null(), Type.String({ maxLength: MAX_LABEL })]),
});
export type Edit = Static<typeof Edit>;
export const Page = Type.Object({
  limit: Type.Integer({ minimum: 1, maximum: 1000, default: 100 }),
  after: Type.Optional(Type.String({ maxLength: 64 })),
});
export type Page = Static<typeof Page>;

export interface Job {
  id: string;
  sessionId: string;
  status: JobStatus;
  /** Rises with every change: of two pictures of a job the one with the higher version is the newer. */
  version: number;
  total: number;
  processed: number;
  inserted: number;
  duplicates: number;
  updated: number;
  missing: number;
  attempt: number;
  worker: string | null;
  error: string | null;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

export interface Session {
  id: string;
  kind: Kind;
  fileName: string;
  storedPath: string;
  checksum: string;
  byteSize: number;
  label: string | null;
  status: SessionStatus;
  version: number;
  rowCount: number | null;
  report: Finding[] | null;
  uploadedBy: string;
  jobId: string | null;
  createdAt: Date;
  job: Job | null;
}

export interface Dispute {
  reference: string;
  /** A decimal with two digits after the point, as text: no binary fraction holds it exactly. */
  amount: string;
  currency: string;
  reason: string;
  status: string;
  uploadedBy: string;
}

export interface Change {
  jobId: string;
  oldAmount: string;
  newAmount: string;
  oldStatus: string;
  newStatus: string;
  at: Date;
}
