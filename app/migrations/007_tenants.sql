-- The highest fencing token each lock of a tenant has been given out with. Whoever writes under a lock holds its row, with the token it was given, to the
-- commit: a holder that was overtaken finds a higher one and writes nothing.
create table tenant_fences (
  tenant_id uuid not null references tenants (id) on delete cascade,
  name text not null check (length(name) between 1 and 200),
  token bigint not null check (token > 0),
  primary key (tenant_id, name)
);

-- The role that requests and workers act as. It owns nothing, so row security binds it, also where the role one connects as is a superuser or owns the tables
-- (as whoever migrates does). Roles belong to the whole server: another database of it may have made the role before, or at this moment.
do $$
begin
  if not exists (select from pg_roles where rolname = 'bazaar_tenant') then
    begin
      create role bazaar_tenant nologin;
    exception
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'The role that runs the migrations may not make roles. Have an administrator run: create role bazaar_tenant nologin; grant bazaar_tenant to %;', quote_ident(current_user);
    end;
  end if;
  -- True of a superuser without a grant.
  if not pg_has_role(current_user, 'bazaar_tenant', 'set') then
    begin
      execute format('grant bazaar_tenant to %I with inherit false, set true', current_user);
    exception
      when unique_violation then null;
    end;
  end if;
end $$;

grant usage on schema public to bazaar_tenant;
grant select, insert, update, delete on all tables in schema public to bazaar_tenant;
grant usage on all sequences in schema public to bazaar_tenant;
revoke all on schema_migrations from bazaar_tenant;
-- And on what later migrations make.
alter default privileges in schema public grant select, insert, update, delete on tables to bazaar_tenant;
alter default privileges in schema public grant usage on sequences to bazaar_tenant;

-- Each of these tables shows and takes only rows of the tenant that the transaction has set. Where none is set there are no rows: a setting that was made in a
-- transaction reads as '' after it, and not as null. Owners are not bound: they migrate, and look for work over all tenants.
do $$
declare
  name text;
begin
  foreach name in array array[
    'shop_settings', 'shop_products', 'shop_warehouses', 'shop_stock', 'shop_orders', 'shop_reservations', 'shop_order_lines', 'shop_payments',
    'shop_payment_operations', 'shop_order_events', 'shop_order_progress', 'shop_customer_totals', 'shop_duty', 'shop_tills', 'shop_receipts',
    'ledger_accounts', 'ledger_transfers', 'ledger_entries',
    'billing_catalogues', 'billing_plans', 'billing_plan_features', 'billing_customers', 'billing_subscriptions', 'billing_subscription_changes', 'billing_vendors',
    'billing_slots', 'billing_bookings', 'billing_events', 'billing_tickets', 'billing_charges', 'billing_invoices', 'billing_invoice_lines', 'billing_tasks',
    'billing_statements', 'idempotency_keys', 'tenant_fences']
  loop
    execute format('alter table %I enable row level security', name);
    execute format(
      $policy$create policy tenant on %I to bazaar_tenant
        using (tenant_id = (select nullif(current_setting('bazaar.tenant', true), '')::uuid))
        with check (tenant_id = (select nullif(current_setting('bazaar.tenant', true), '')::uuid))$policy$, name);
  end loop;
end $$;
