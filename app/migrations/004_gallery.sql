-- Roles for moderating and administering; `owner` may do whatever `admin` may.
alter table users drop constraint users_role_check;
alter table users add constraint users_role_check check (role in ('owner', 'admin', 'moderator', 'member'));

-- One row a tenant. Whoever writes to the gallery holds it FOR SHARE until the commit, and the switch waits for them: when maintenance
-- has been acknowledged, nothing is half-way. Beside it they hold the tenant's advisory lock, where those who wait stand in a queue.
create table gallery_settings (
  tenant_id uuid primary key references tenants (id) on delete cascade,
  maintenance boolean not null default false,
  message text,
  version integer not null default 1
);

-- What a user has stored, and how many votes they have cast. `cast_votes` numbers the entries of the vote history without a gap.
create table gallery_members (
  user_id uuid primary key references users (id) on delete cascade,
  tenant_id uuid not null references tenants (id),
  images integer not null default 0 check (images >= 0),
  bytes bigint not null default 0 check (bytes >= 0),
  cast_votes integer not null default 0
);

create table gallery_categories (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  -- The category every tenant has, where images land that name none. It can be renamed, but neither merged away nor deleted.
  preset boolean not null default false,
  version integer not null default 1
);
create unique index gallery_categories_name on gallery_categories (tenant_id, lower(name));
create unique index gallery_categories_preset on gallery_categories (tenant_id) where preset;

-- Where the images of a merged category went, for uploads that were under way. Chains are shortened when they arise.
create table gallery_merged_categories (
  id uuid primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  into_id uuid not null references gallery_categories (id) on delete cascade
);

create table gallery_breeds (
  id uuid primary key default gen_random_uuid(),
  category_id uuid not null references gallery_categories (id) on delete cascade,
  name text not null check (length(name) between 1 and 80),
  unique (category_id, id)
);
create unique index gallery_breeds_name on gallery_breeds (category_id, lower(name));

-- Which breed became one with which of the same name, when their categories were merged.
create table gallery_merged_breeds (
  id uuid primary key,
  into_id uuid not null references gallery_breeds (id) on delete cascade
);
create index gallery_merged_breeds_into on gallery_merged_breeds (into_id);

create sequence gallery_positions;

create table gallery_images (
  id uuid primary key,
  tenant_id uuid not null references tenants (id),
  uploaded_by uuid not null references users (id),
  -- Chosen by the client: sending one upload twice makes one image.
  upload_key uuid,
  title text not null check (length(title) between 1 and 200),
  description text not null default '' check (length(description) <= 2000),
  category_id uuid not null constraint gallery_images_category references gallery_categories (id),
  breed_id uuid,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  width integer not null,
  height integer not null,
  stored_path text not null constraint gallery_images_stored_path unique,
  checksum text not null check (checksum ~ '^[0-9a-f]{64}$'),
  byte_size bigint not null check (byte_size >= 0),
  status text not null default 'PROCESSING' check (status in ('PROCESSING', 'READY', 'FAILED')),
  failure text,
  thumb_path text constraint gallery_images_thumb_path unique,
  large_path text constraint gallery_images_large_path unique,
  -- Rises with every claim by a worker; whoever holds an older number may no longer write (a fencing token).
  attempt integer not null default 0,
  -- The outbox row that announces the image to the workers.
  message_id uuid not null,
  -- Of what people edit: title, description, category, breed.
  version integer not null default 1,
  -- Of everything one sees, counters included: of two pictures of an image the one with the higher revision is the newer.
  revision integer not null default 1,
  up_votes integer not null default 0 check (up_votes >= 0),
  down_votes integer not null default 0 check (down_votes >= 0),
  favourites integer not null default 0 check (favourites >= 0),
  comments integer not null default 0 check (comments >= 0),
  created_at timestamptz not null default now(),
  ready_at timestamptz,
  -- Its place in feed and search, given when it becomes ready and never changed: the cursor stands on it.
  position bigint constraint gallery_images_position unique,
  search tsvector generated always as (to_tsvector('simple', title || ' ' || description)) stored,
  constraint gallery_images_upload unique (uploaded_by, upload_key),
  constraint gallery_images_breed foreign key (category_id, breed_id) references gallery_breeds (category_id, id) on delete set null (breed_id),
  constraint gallery_images_ready check ((status = 'READY') = (position is not null) and (status = 'READY') = (thumb_path is not null) and (status = 'READY') = (large_path is not null))
);
create index gallery_images_feed on gallery_images (tenant_id, position desc) where position is not null;
create index gallery_images_category on gallery_images (category_id, position desc);
create index gallery_images_own on gallery_images (uploaded_by, created_at desc, id desc);
create index gallery_images_search on gallery_images using gin (search);

-- Images that were deleted: they are gone (410), not unknown (404).
create table gallery_gone (
  image_id uuid primary key,
  tenant_id uuid not null references tenants (id) on delete cascade,
  deleted_at timestamptz not null default now()
);

create table gallery_votes (
  image_id uuid not null references gallery_images (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  value smallint not null check (value in (1, -1)),
  -- The entry of the user's history that this vote is.
  number integer not null,
  primary key (image_id, user_id)
);

-- Append-only: what each user voted, numbered 1, 2, 3 … per user. It outlives the image, so image_id refers to no row. 0: withdrawn.
create table gallery_vote_history (
  user_id uuid not null references users (id) on delete cascade,
  number integer not null,
  image_id uuid not null,
  value smallint not null check (value in (1, 0, -1)),
  at timestamptz not null default now(),
  primary key (user_id, number)
);

create table gallery_favourites (
  image_id uuid not null references gallery_images (id) on delete cascade,
  user_id uuid not null references users (id) on delete cascade,
  at timestamptz not null default now(),
  primary key (image_id, user_id)
);
create index gallery_favourites_user on gallery_favourites (user_id, at desc);

create table gallery_comments (
  id uuid primary key default gen_random_uuid(),
  image_id uuid not null references gallery_images (id) on delete cascade,
  author uuid not null references users (id) on delete cascade,
  -- Chosen by the client: sending one comment twice makes one.
  comment_key uuid,
  -- 1, 2, 3 … per image, in the order of the commits; taken from the image's row.
  number integer not null,
  text text not null check (length(text) between 1 and 2000),
  created_at timestamptz not null default now(),
  constraint gallery_comments_key unique (author, comment_key),
  constraint gallery_comments_number unique (image_id, number)
);
alter table gallery_images add column comment_numbers integer not null default 0;

create table gallery_collections (
  id uuid primary key default gen_random_uuid(),
  tenant_id uuid not null references tenants (id),
  owner uuid not null references users (id) on delete cascade,
  name text not null check (length(name) between 1 and 120),
  images integer not null default 0 check (images >= 0),
  version integer not null default 1,
  created_at timestamptz not null default now()
);
create index gallery_collections_owner on gallery_collections (owner, created_at desc);

create table gallery_collection_images (
  collection_id uuid not null references gallery_collections (id) on delete cascade,
  image_id uuid not null references gallery_images (id) on delete cascade,
  added_at timestamptz not null default now(),
  primary key (collection_id, image_id)
);
create index gallery_collection_images_image on gallery_collection_images (image_id);

-- Every tenant has its settings and its preset category, and every user their account of what is stored, from the same transaction on that
-- makes them: nobody has to make them on first use, and so nobody can do it twice.
create function gallery_open() returns trigger language plpgsql as $$
begin
  insert into gallery_settings (tenant_id) values (new.id);
  insert into gallery_categories (tenant_id, name, preset) values (new.id, 'Unsorted', true);
  return null;
end $$;
create trigger gallery_open after insert on tenants for each row execute function gallery_open();

create function gallery_join() returns trigger language plpgsql as $$
begin
  insert into gallery_members (user_id, tenant_id) values (new.id, new.tenant_id);
  return null;
end $$;
create trigger gallery_join after insert on users for each row execute function gallery_join();

insert into gallery_settings (tenant_id) select id from tenants;
insert into gallery_categories (tenant_id, name, preset) select id, 'Unsorted', true from tenants;
insert into gallery_members (user_id, tenant_id) select id, tenant_id from users;
