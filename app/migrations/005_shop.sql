-- Every key of the shop begins with the tenant, and every reference carries it: no row can refer to one of another tenant. Only what starts a chain
-- of references refers to tenants; the rest has its tenant from its parent.

-- One row a tenant. catalogue_revision rises with every change of a product, under the lock on this row: a cached catalogue says which one it is.
create table shop_settings (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  catalogue_revision bigint not null default 1
);

create table shop_products (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  sku text not null check (sku ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  name text not null check (length(name) between 1 and 200),
  description text not null default '' check (length(description) <= 2000),
  price numeric(12, 2) not null check (price > 0),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint shop_products_sku unique (tenant_id, sku)
);

create table shop_warehouses (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  -- Where a quantity is looked for first: the lowest that holds all of it gives it.
  priority integer not null,
  primary key (tenant_id, id),
  constraint shop_warehouses_name unique (tenant_id, name),
  constraint shop_warehouses_priority unique (tenant_id, priority)
);

-- What came in is free, held for somebody, or sold: nothing is made or lost between the three. `on_hand` is what can still be reserved.
create table shop_stock (
  tenant_id uuid not null,
  product_id uuid not null,
  warehouse_id uuid not null,
  received integer not null default 0 check (received >= 0),
  on_hand integer not null default 0 check (on_hand >= 0),
  reserved integer not null default 0 check (reserved >= 0),
  sold integer not null default 0 check (sold >= 0),
  -- Rises with every change of the row, whichever strategy made it.
  version integer not null default 1,
  primary key (tenant_id, product_id, warehouse_id),
  foreign key (tenant_id, product_id) references shop_products (tenant_id, id),
  foreign key (tenant_id, warehouse_id) references shop_warehouses (tenant_id, id),
  constraint shop_stock_conserved check (on_hand + reserved + sold = received)
);

create table shop_orders (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null references users (id),
  status text not null default 'PLACED' check (status in ('PLACED', 'AUTHORIZED', 'PAID', 'REFUNDED', 'CANCELLED')),
  total numeric(12, 2) not null check (total > 0),
  -- How many events the order has raised: they are numbered 1, 2, 3 … under the lock on this row.
  events integer not null default 0 check (events >= 0),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index shop_orders_own on shop_orders (tenant_id, user_id, created_at desc, id desc);

-- A quantity held for somebody. ACTIVE: in a basket, until expires_at. ORDERED: part of an order that is not paid. All reserved stock is the sum of these two;
-- all sold stock the sum of SOLD.
create table shop_reservations (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  product_id uuid not null,
  warehouse_id uuid not null,
  user_id uuid not null references users (id),
  quantity integer not null check (quantity > 0),
  status text not null check (status in ('ACTIVE', 'ORDERED', 'SOLD', 'RELEASED', 'EXPIRED')),
  expires_at timestamptz,
  order_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id, warehouse_id) references shop_stock (tenant_id, product_id, warehouse_id),
  foreign key (tenant_id, order_id) references shop_orders (tenant_id, id),
  -- Nothing stays in a basket for ever; nothing is sold outside an order; what expired never belonged to one.
  constraint shop_reservations_state check (
    case status when 'ACTIVE' then order_id is null and expires_at is not null when 'EXPIRED' then order_id is null
      when 'RELEASED' then true else order_id is not null end)
);
-- What is due: of one product for who finds too little of it, of all for the sweep.
create index shop_reservations_due on shop_reservations (tenant_id, product_id, expires_at) where status = 'ACTIVE';
create index shop_reservations_expiry on shop_reservations (expires_at) where status = 'ACTIVE';
create index shop_reservations_own on shop_reservations (tenant_id, user_id, created_at desc) where status = 'ACTIVE';
create index shop_reservations_order on shop_reservations (tenant_id, order_id) where order_id is not null;

create table shop_order_lines (
  tenant_id uuid not null,
  order_id uuid not null,
  line integer not null check (line > 0),
  -- Whatever an order wants is held by exactly one reservation, and a reservation serves one line.
  reservation_id uuid not null,
  product_id uuid not null,
  quantity integer not null check (quantity > 0),
  -- The price when the order was placed; a later one does not change it.
  unit_price numeric(12, 2) not null check (unit_price > 0),
  primary key (tenant_id, order_id, line),
  foreign key (tenant_id, order_id) references shop_orders (tenant_id, id),
  foreign key (tenant_id, reservation_id) references shop_reservations (tenant_id, id),
  constraint shop_order_lines_reservation unique (tenant_id, reservation_id)
);

create table shop_payments (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  order_id uuid not null,
  amount numeric(12, 2) not null check (amount > 0),
  -- The provider's token for the card (no number of one), without which its authorization could not be asked for again.
  card text not null check (length(card) between 1 and 200),
  -- Whether it is captured as soon as it is authorized.
  capture boolean not null,
  -- The provider's name for it, once it has answered.
  provider_id text,
  status text not null default 'PENDING' check (status in ('PENDING', 'AUTHORIZED', 'CAPTURED', 'REFUNDED', 'DECLINED', 'VOIDED')),
  captured numeric(12, 2) not null default 0,
  refunded numeric(12, 2) not null default 0,
  -- Refunds that were begun and not yet answered by the provider.
  refunding numeric(12, 2) not null default 0 check (refunding >= 0),
  version integer not null default 1,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references shop_orders (tenant_id, id),
  -- Captured whole or not at all, and never refunded beyond it.
  constraint shop_payments_captured check (captured = 0 or captured = amount),
  constraint shop_payments_refunded check (refunded between 0 and captured),
  constraint shop_payments_state check (
    case status when 'CAPTURED' then captured = amount and refunded < captured when 'REFUNDED' then captured = amount and refunded = captured else captured = 0 end)
);
-- One attempt at a time pays an order; a declined or voided one makes room for another.
create unique index shop_payments_one_live on shop_payments (tenant_id, order_id) where status not in ('DECLINED', 'VOIDED');
create unique index shop_payments_provider on shop_payments (tenant_id, provider_id) where provider_id is not null;

-- What is asked of the provider. The row is committed before the provider is called, and its id is the idempotency key of the call: whoever finds it PENDING
-- may repeat the call, and the answer, the repeated answer and the webhook all finish the same row, once.
create table shop_payment_operations (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  payment_id uuid not null,
  kind text not null check (kind in ('authorize', 'capture', 'refund', 'void')),
  -- Begun here, or (a refund) at the provider's own desk: that one is first heard of by webhook.
  origin text not null default 'bazaar' check (origin in ('bazaar', 'provider')),
  amount numeric(12, 2) not null check (amount > 0),
  status text not null default 'PENDING' check (status in ('PENDING', 'SUCCEEDED', 'FAILED')),
  -- Its place among the payment's operations, as the provider counts them.
  sequence integer,
  -- How often the provider was called, and when it may be called again by somebody else.
  attempts integer not null default 0,
  retry_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references shop_payments (tenant_id, id),
  constraint shop_payment_operations_finished check ((status = 'PENDING') = (finished_at is null)),
  constraint shop_payment_operations_origin check (origin = 'bazaar' or (kind = 'refund' and status = 'SUCCEEDED'))
);
-- An authorization is asked for once, and then either captured or voided, once.
create unique index shop_payment_operations_authorize on shop_payment_operations (tenant_id, payment_id) where kind = 'authorize';
create unique index shop_payment_operations_settle on shop_payment_operations (tenant_id, payment_id) where kind in ('capture', 'void') and status <> 'FAILED';
create index shop_payment_operations_pending on shop_payment_operations (retry_at) where status = 'PENDING';

-- Double entry: a transfer takes an amount from one account and gives it to another. Both sides refer to the amount of their transfer, so they cannot differ.
-- There is no trigger that demands both sides, since they are written by one statement; that none is missing is for the tests to see.
create table ledger_accounts (
  tenant_id uuid not null references tenants (id) on delete cascade,
  name text not null check (name in ('clearing', 'sales', 'refunds', 'receivable', 'subscriptions', 'tickets')),
  -- Debits minus credits; all accounts of a tenant together are zero.
  balance numeric(14, 2) not null default 0,
  primary key (tenant_id, name)
);

create table ledger_transfers (
  tenant_id uuid not null references tenants (id) on delete cascade,
  -- The id of what caused it (a payment operation, a charge): nothing is posted twice.
  id uuid not null,
  what text not null check (what in ('capture', 'refund', 'subscription', 'tickets')),
  amount numeric(12, 2) not null check (amount > 0),
  at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint ledger_transfers_amount unique (tenant_id, id, amount)
);

create table ledger_entries (
  tenant_id uuid not null,
  transfer_id uuid not null,
  side text not null check (side in ('debit', 'credit')),
  account text not null,
  amount numeric(12, 2) not null,
  primary key (tenant_id, transfer_id, side),
  -- The two sides are of different accounts.
  constraint ledger_entries_accounts unique (tenant_id, transfer_id, account),
  foreign key (tenant_id, transfer_id, amount) references ledger_transfers (tenant_id, id, amount),
  foreign key (tenant_id, account) references ledger_accounts (tenant_id, name)
);

-- Order events as they arrived at a consumer. One that comes before its predecessor waits here (applied_as null) and is applied with it. applied_as is
-- drawn when it is applied: in one order it must rise with number.
create sequence shop_applied;
create table shop_order_events (
  tenant_id uuid not null,
  order_id uuid not null,
  number integer not null check (number > 0),
  type text not null check (type in ('order.placed', 'order.authorized', 'order.paid', 'order.refunded', 'order.cancelled')),
  amount numeric(12, 2) not null check (amount > 0),
  message_id uuid not null,
  worker text not null,
  received_at timestamptz not null default now(),
  applied_as bigint constraint shop_order_events_applied_as unique,
  primary key (tenant_id, order_id, number)
);

-- What the consumers make of the events: how far each order has been told, and each customer's account of it. No references: a projection knows only messages.
create table shop_order_progress (
  tenant_id uuid not null,
  order_id uuid not null,
  last_number integer not null default 0,
  primary key (tenant_id, order_id)
);
create table shop_customer_totals (
  tenant_id uuid not null,
  user_id uuid not null,
  placed integer not null default 0,
  paid integer not null default 0,
  cancelled integer not null default 0,
  spent numeric(14, 2) not null default 0,
  refunded numeric(14, 2) not null default 0,
  primary key (tenant_id, user_id),
  check (refunded <= spent)
);

-- Who is on duty in a warehouse. That somebody always is concerns several rows, which no check can see: it is kept by the isolation level.
create table shop_duty (
  tenant_id uuid not null,
  warehouse_id uuid not null,
  user_id uuid not null references users (id) on delete cascade,
  on_duty boolean not null default true,
  primary key (tenant_id, warehouse_id, user_id),
  foreign key (tenant_id, warehouse_id) references shop_warehouses (tenant_id, id)
);

-- The till: receipts go into the open batch; closing it opens the next.
create table shop_tills (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  batch integer not null default 1 check (batch > 0)
);
create table shop_receipts (
  tenant_id uuid not null references tenants (id) on delete cascade,
  id uuid not null default gen_random_uuid(),
  batch integer not null check (batch > 0),
  amount numeric(12, 2) not null check (amount > 0),
  at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index shop_receipts_batch on shop_receipts (tenant_id, batch);

-- Every tenant has these from the transaction on that makes it. It runs with its owner's rights, since whoever makes a tenant is in none yet.
create function shop_open() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into shop_settings (tenant_id) values (new.id);
  insert into shop_tills (tenant_id) values (new.id);
  insert into ledger_accounts (tenant_id, name) select new.id, unnest(array['clearing', 'sales', 'refunds', 'receivable', 'subscriptions', 'tickets']);
  return null;
end $$;
create trigger shop_open after insert on tenants for each row execute function shop_open();

insert into shop_settings (tenant_id) select id from tenants;
insert into shop_tills (tenant_id) select id from tenants;
insert into ledger_accounts (tenant_id, name) select id, unnest(array['clearing', 'sales', 'refunds', 'receivable', 'subscriptions', 'tickets']) from tenants;
