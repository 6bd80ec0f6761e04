-- Messages that committed transactions want sent. A relay publishes them and sets published_at.
create table outbox (
  id uuid primary key,
  position bigint generated always as identity,
  exchange text not null,
  routing_key text not null,
  payload jsonb not null,
  created_at timestamptz not null default now(),
  published_at timestamptz
);
create index outbox_unpublished on outbox (position) where published_at is null;
create index outbox_published on outbox (published_at) where published_at is not null;

-- Messages whose effects are committed: a redelivered one is recognised here and has no second effect.
create table inbox (
  consumer text not null,
  message_id uuid not null,
  handled_at timestamptz not null default now(),
  primary key (consumer, message_id)
);
create index inbox_handled on inbox (handled_at);
