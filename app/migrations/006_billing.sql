-- Keys begin with the tenant here, too.

-- The answer to a request that creates, kept under the key its client chose, so that sending it again does not do it again.
-- IN_PROGRESS: somebody is at it until lease_until; after that whoever asks takes over, and the former holder's transaction finds `holder` changed and rolls back.
create table idempotency_keys (
  tenant_id uuid not null references tenants (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  key text not null check (length(key) between 1 and 200),
  -- SHA-256 of method, path and body: one key stands for one request.
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  state text not null check (state in ('IN_PROGRESS', 'DONE')),
  holder uuid not null,
  lease_until timestamptz not null,
  -- How far a request of several transactions has come, for whoever takes over: {"paymentId": …}.
  progress jsonb,
  status smallint,
  -- json and not jsonb: the same bytes go out again.
  body json,
  created_at timestamptz not null default now(),
  primary key (tenant_id, user_id, key),
  -- Only what succeeded is kept; what was refused did nothing, and its key is free again.
  constraint idempotency_keys_answer check ((state = 'DONE') = (status is not null) and (state = 'DONE') = (body is not null) and (status is null or status between 200 and 299))
);
create index idempotency_keys_old on idempotency_keys (created_at);

-- One row a tenant: the revision rises with every change of a plan, under the lock on this row, and says which one a cached list is.
create table billing_catalogues (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  revision bigint not null default 1
);

create table billing_plans (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 80),
  price numeric(12, 2) not null check (price >= 0),
  -- The plan that everybody begins with. It costs nothing.
  preset boolean not null default false check (not preset or price = 0),
  version integer not null default 1,
  primary key (tenant_id, id),
  constraint billing_plans_name unique (tenant_id, name)
);
create unique index billing_plans_preset on billing_plans (tenant_id) where preset;

-- Replaced together with the plan's version, so a list that mixes two versions shows a write that was seen half-way.
create table billing_plan_features (
  tenant_id uuid not null,
  plan_id uuid not null,
  position integer not null check (position > 0),
  plan_version integer not null,
  text text not null check (length(text) between 1 and 200),
  primary key (tenant_id, plan_id, position),
  foreign key (tenant_id, plan_id) references billing_plans (tenant_id, id)
);

create table billing_customers (
  tenant_id uuid not null references tenants (id) on delete cascade,
  user_id uuid not null unique references users (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  address text check (length(address) between 1 and 500),
  -- Numbers the changes of the customer's subscriptions, without a gap.
  changes integer not null default 0 check (changes >= 0),
  version integer not null default 1,
  primary key (tenant_id, user_id)
);

create table billing_subscriptions (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  plan_id uuid not null,
  status text not null default 'ACTIVE' check (status in ('ACTIVE', 'CANCELLED')),
  version integer not null default 1,
  started_at timestamptz not null default now(),
  cancelled_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references billing_customers (tenant_id, user_id) on delete cascade,
  foreign key (tenant_id, plan_id) references billing_plans (tenant_id, id),
  check ((status = 'CANCELLED') = (cancelled_at is not null))
);
-- Whatever happens at once: a customer has one at most.
create unique index billing_subscriptions_one_active on billing_subscriptions (tenant_id, user_id) where status = 'ACTIVE';

-- Append-only. The prices are those of that moment: what each change cost can be worked out from its row alone.
create table billing_subscription_changes (
  tenant_id uuid not null,
  user_id uuid not null,
  number integer not null check (number > 0),
  subscription_id uuid not null,
  kind text not null check (kind in ('start', 'change', 'cancel')),
  from_plan uuid,
  to_plan uuid,
  from_price numeric(12, 2) not null check (from_price >= 0),
  to_price numeric(12, 2) not null check (to_price >= 0),
  charged numeric(12, 2) generated always as (greatest(to_price - from_price, 0)) stored,
  at timestamptz not null default now(),
  primary key (tenant_id, user_id, number),
  foreign key (tenant_id, subscription_id) references billing_subscriptions (tenant_id, id) on delete cascade,
  constraint billing_subscription_changes_kind check (
    case kind when 'start' then from_plan is null and to_plan is not null when 'change' then from_plan is not null and to_plan is not null and from_plan <> to_plan
      else from_plan is not null and to_plan is null end)
);

create table billing_vendors (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null references users (id),
  name text not null check (length(name) between 1 and 120),
  -- The number of the last invoice. It rises under the lock on this row, in the transaction that writes the invoice: a number that was taken and rolled back
  -- is free again, so there is no gap. A sequence would leave one.
  last_invoice integer not null default 0 check (last_invoice >= 0),
  primary key (tenant_id, id),
  constraint billing_vendors_user unique (tenant_id, user_id),
  constraint billing_vendors_name unique (tenant_id, name)
);

create table billing_slots (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vendor_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  starts_at timestamptz not null,
  capacity integer not null check (capacity > 0),
  booked integer not null default 0,
  version integer not null default 1,
  primary key (tenant_id, id),
  foreign key (tenant_id, vendor_id) references billing_vendors (tenant_id, id),
  constraint billing_slots_not_overbooked check (booked between 0 and capacity)
);
create index billing_slots_next on billing_slots (tenant_id, starts_at, id);

create table billing_bookings (
  tenant_id uuid not null,
  slot_id uuid not null,
  user_id uuid not null references users (id),
  booked_at timestamptz not null default now(),
  -- One place a person.
  primary key (tenant_id, slot_id, user_id),
  foreign key (tenant_id, slot_id) references billing_slots (tenant_id, id)
);
create index billing_bookings_own on billing_bookings (tenant_id, user_id);

create table billing_events (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vendor_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  price numeric(12, 2) not null check (price >= 0),
  total integer not null check (total > 0),
  available integer not null,
  -- Rises with every sale: of two pictures of the availability the one with the higher revision is the newer.
  revision integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, vendor_id) references billing_vendors (tenant_id, id),
  constraint billing_events_not_oversold check (available between 0 and total)
);

-- Numbered 1 … total per event: the seat. Together bought tickets share a purchase.
create table billing_tickets (
  tenant_id uuid not null,
  event_id uuid not null,
  number integer not null check (number > 0),
  purchase_id uuid not null,
  user_id uuid not null references users (id),
  price numeric(12, 2) not null check (price >= 0),
  bought_at timestamptz not null default now(),
  primary key (tenant_id, event_id, number),
  foreign key (tenant_id, event_id) references billing_events (tenant_id, id)
);
create index billing_tickets_own on billing_tickets (tenant_id, user_id, bought_at desc);

-- What a customer owes, each posted to the ledger under its own id. Nothing that costs nothing is charged.
create table billing_charges (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  kind text not null check (kind in ('subscription', 'tickets')),
  change_number integer,
  purchase_id uuid,
  amount numeric(12, 2) not null check (amount > 0),
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, user_id) references billing_customers (tenant_id, user_id) on delete cascade,
  foreign key (tenant_id, user_id, change_number) references billing_subscription_changes (tenant_id, user_id, number) on delete cascade,
  -- A change, and a purchase, is charged for once.
  constraint billing_charges_change unique (tenant_id, user_id, change_number),
  constraint billing_charges_purchase unique (tenant_id, purchase_id),
  check ((kind = 'subscription') = (change_number is not null) and (kind = 'tickets') = (purchase_id is not null))
);

create table billing_invoices (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  vendor_id uuid not null,
  user_id uuid not null,
  period text not null check (period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  number integer not null check (number > 0),
  total numeric(12, 2) not null check (total > 0),
  -- A void invoice keeps its number, and is not deleted.
  status text not null default 'ISSUED' check (status in ('ISSUED', 'VOID')),
  document_path text constraint billing_invoices_document_path unique,
  issued_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, vendor_id) references billing_vendors (tenant_id, id),
  foreign key (tenant_id, user_id) references billing_customers (tenant_id, user_id),
  constraint billing_invoices_number unique (tenant_id, vendor_id, number)
);
-- A customer is invoiced once for a month.
create unique index billing_invoices_period on billing_invoices (tenant_id, vendor_id, user_id, period) where status = 'ISSUED';
create index billing_invoices_customer on billing_invoices (tenant_id, user_id, issued_at desc);

create table billing_invoice_lines (
  tenant_id uuid not null,
  invoice_id uuid not null,
  line integer not null check (line > 0),
  text text not null check (length(text) between 1 and 200),
  amount numeric(12, 2) not null check (amount > 0),
  primary key (tenant_id, invoice_id, line),
  foreign key (tenant_id, invoice_id) references billing_invoices (tenant_id, id)
);

create table billing_tasks (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('document', 'statement')),
  -- What it is about: an invoice, or a customer (user).
  subject uuid not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'RUNNING', 'DONE', 'FAILED')),
  -- Rises with every claim; whoever holds an older number may no longer write (a fencing token).
  attempt integer not null default 0,
  worker text,
  result jsonb,
  error text,
  -- The outbox row that announces it.
  message_id uuid not null,
  requested_by uuid not null references users (id),
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id),
  constraint billing_tasks_finished check ((status in ('DONE', 'FAILED')) = (finished_at is not null) and (status = 'PENDING') = (attempt = 0) and (status = 'DONE') = (result is not null))
);
-- A document is made for an invoice once, however often it is asked for.
create unique index billing_tasks_document on billing_tasks (tenant_id, subject) where kind = 'document' and status <> 'FAILED';
-- The effect of a task, one row each: what was carried out twice could not be written twice.
create table billing_statements (
  tenant_id uuid not null,
  task_id uuid not null,
  user_id uuid not null,
  charged numeric(14, 2) not null,
  invoiced numeric(14, 2) not null,
  at timestamptz not null default now(),
  primary key (tenant_id, task_id),
  foreign key (tenant_id, task_id) references billing_tasks (tenant_id, id)
);

-- Every tenant has its plans, and every user is a customer with a subscription to the preset one, from the transaction on that makes them. They run with
-- their owner's rights, since whoever makes a tenant or joins one is in none yet.
create function billing_open() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into billing_catalogues (tenant_id) values (new.id);
  insert into billing_plans (tenant_id, name, price, preset) values (new.id, 'Free', 0, true), (new.id, 'Basic', 9, false), (new.id, 'Pro', 29, false);
  return null;
end $$;
create trigger billing_open after insert on tenants for each row execute function billing_open();

create function billing_join() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into billing_customers (tenant_id, user_id, name, changes) values (new.tenant_id, new.id, new.name, 1);
  with started as (
    insert into billing_subscriptions (tenant_id, user_id, plan_id)
    select new.tenant_id, new.id, id from billing_plans where tenant_id = new.tenant_id and preset returning id, plan_id
  )
  insert into billing_subscription_changes (tenant_id, user_id, number, subscription_id, kind, to_plan, from_price, to_price)
  select new.tenant_id, new.id, 1, id, 'start', plan_id, 0, 0 from started;
  return null;
end $$;
create trigger billing_join after insert on users for each row execute function billing_join();

insert into billing_catalogues (tenant_id) select id from tenants;
insert into billing_plans (tenant_id, name, price, preset) select id, plans.name, price, price = 0 from tenants, (values ('Free', 0), ('Basic', 9), ('Pro', 29)) as plans (name, price);
insert into billing_customers (tenant_id, user_id, name, changes) select tenant_id, id, name, 1 from users;
insert into billing_subscriptions (tenant_id, user_id, plan_id)
select c.tenant_id, c.user_id, p.id from billing_customers c join billing_plans p on p.tenant_id = c.tenant_id and p.preset;
insert into billing_subscription_changes (tenant_id, user_id, number, subscription_id, kind, to_plan, from_price, to_price)
select tenant_id, user_id, 1, id, 'start', plan_id, 0, 0 from billing_subscriptions;
