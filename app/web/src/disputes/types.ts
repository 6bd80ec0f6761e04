export type Kind = 'create' | 'update';
export type SessionStatus = 'UPLOADED' | 'VALIDATED' | 'INVALID' | 'CANCELLED';
export type JobStatus = 'PENDING' | 'PROCESSING' | 'COMPLETED' | 'FAILED' | 'CANCELLED';

export interface ReportEntry {
  line: number;
  /** The cell of the row, from 1. */
  column: number;
  code: string;
  message: string;
}

/** One uploaded file. */
export interface UploadSession {
  id: string;
  kind: Kind;
  fileName: string;
  byteSize: number;
  label: string | null;
  status: SessionStatus;
  version: number;
  rowCount: number | null;
  report: ReportEntry[] | null;
  jobId: string | null;
  createdAt: string;
}

/** The processing of one uploaded file. */
export interface Job {
  id: string;
  sessionId: string;
  version?: number;
  status: JobStatus;
  total: number | null;
  processed: number;
  inserted: number;
  duplicates: number;
  updated: number;
  missing: number;
  attempt: number;
  error: string | null;
}

export type WithJob = UploadSession & { job?: Job | null };
