create table dispute_sessions (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  uploaded_by uuid not null references users (id),
  kind text not null check (kind in ('create', 'update')),
  file_name text not null,
  stored_path text not null constraint dispute_sessions_stored_path unique,
  checksum text not null check (checksum ~ '^[0-9a-f]{64}$'),
  byte_size bigint not null check (byte_size >= 0),
  label text,
  status text not null default 'UPLOADED' check (status in ('UPLOADED', 'VALIDATED', 'INVALID', 'CANCELLED')),
  version integer not null default 1,
  row_count integer,
  report jsonb,
  created_at timestamptz not null default now()
);
create index dispute_sessions_own on dispute_sessions (uploaded_by, created_at desc);

create table dispute_jobs (
  id uuid primary key default gen_random_uuid(),
  -- One job a session, however often and from wherever it is submitted.
  session_id uuid not null constraint dispute_jobs_session unique references dispute_sessions (id) on delete cascade,
  tenant_id uuid not null references tenants (id),
  uploaded_by uuid not null references users (id),
  status text not null default 'PENDING'
    check (status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  version integer not null default 1,
  total integer not null check (total >= 0),
  processed integer not null default 0,
  inserted integer not null default 0,
  duplicates integer not null default 0,
  updated integer not null default 0,
  missing integer not null default 0,
  -- Rises with every claim; whoever holds an older number may no longer write (a fencing token).
  attempt integer not null default 0,
  worker text,
  error text,
  -- The outbox row that announces the job.
  message_id uuid not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  constraint dispute_jobs_rows_counted_once check (processed = inserted + duplicates + updated + missing and processed <= total)
);

-- tenant_id and uploaded_by are copied from the job's row in the transaction that holds it, and refer to rows that are never deleted.
-- Foreign keys would check them again for each row, which takes longer than writing the row.
create table tbl_disputes (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  -- Bytewise order: the order of pages, and the order in which jobs lock rows, is the same everywhere.
  reference text collate "C" not null,
  amount numeric(12, 2) not null check (amount > 0),
  currency text not null,
  reason text not null,
  status text not null default 'OPEN' check (status in ('OPEN', 'WON', 'LOST')),
  uploaded_by uuid not null,
  job_id uuid not null,
  changes integer not null default 0,
  created_at timestamptz not null default now(),
  constraint tbl_disputes_reference unique (tenant_id, reference)
);

-- The audit trail: each change of a dispute, numbered without a gap. job_id refers to no row, for the trail outlives the job.
create table dispute_changes (
  dispute_id bigint not null references tbl_disputes (id) on delete cascade,
  number integer not null,
  job_id uuid not null,
  old_amount numeric(12, 2) not null,
  new_amount numeric(12, 2) not null,
  old_status text not null,
  new_status text not null,
  at timestamptz not null default now(),
  primary key (dispute_id, number)
);

-- The number of disputes of each tenant, kept by the workers in the transactions that insert them.
create table dispute_totals (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  disputes bigint not null default 0 check (disputes >= 0)
);
