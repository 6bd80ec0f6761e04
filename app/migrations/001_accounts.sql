create table tenants (
  id uuid primary key default gen_random_uuid(),
  name text not null check (length(name) between 1 and 200),
  invite_code text not null constraint tenants_invite_code unique,
  created_at timestamptz not null default now()
);

create table users (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  name text not null check (length(name) between 1 and 200),
  email text not null,
  role text not null check (role in ('owner', 'member')),
  password text not null,
  created_at timestamptz not null default now()
);

-- One account an address, however it is capitalised.
create unique index users_email on users (lower(email));
create index users_tenant on users (tenant_id);

-- A family is one sign-in: the chain of refresh tokens that grew from it. It is revoked as a whole, in one row,
-- so that no token of it can slip through while others are being revoked.
create table token_families (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users (id) on delete cascade,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_because text check (revoked_because in ('logout', 'reuse')),
  check ((revoked_at is null) = (revoked_because is null))
);
create index token_families_user on token_families (user_id);

-- A token is live while it is not spent, not expired, and its family is not revoked.
create table refresh_tokens (
  id uuid primary key default gen_random_uuid(),
  family_id uuid not null references token_families (id) on delete cascade,
  -- The token it was traded for: none for the first of a family, and none is replaced twice.
  replaces uuid constraint refresh_tokens_replaces unique references refresh_tokens (id) on delete cascade,
  hash bytea not null constraint refresh_tokens_hash unique,
  issued_at timestamptz not null default now(),
  expires_at timestamptz not null,
  spent_at timestamptz
);

-- A family never forks: at most one of its tokens is unspent.
create unique index refresh_tokens_one_unspent on refresh_tokens (family_id) where spent_at is null;
