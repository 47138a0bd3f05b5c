import { type Kysely, sql } from 'kysely';

/**
 * The first migration. Statements stand one by one, since the embedded database takes one at a time.
 *
 * Rules that hold in it:
 * - every primary key, unique and exclusion constraint and foreign key includes `tenant_id`, so that the schema shards by tenant
 * - every table is under row-level security for the role `openprm_app`, which every request takes on: the second lock behind the tenant filter
 * - a double booking is impossible by the exclusion constraint on `allocation`; an overfull session by the keys of `seat`
 */

const tenantColumn = 'tenant_id text not null references tenant (tenant_id) on delete cascade';

const tables = [
  `create table tenant (
    tenant_id text primary key check (tenant_id ~ '^ten_[0-9a-z]{4,40}$'),
    name text not null,
    created_at timestamptz not null default now()
  )`,

  // Keys are random 256-bit strings, so a plain SHA-256 cannot be guessed back, and no salt is needed to look one up.
  `create table api_key (
    ${tenantColumn},
    id text not null,
    kind text not null check (kind in ('publishable', 'secret')),
    key_hash bytea not null check (octet_length(key_hash) = 32),
    origins text[] not null default '{}',
    created_at timestamptz not null default now(),
    revoked_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, key_hash)
  )`,
  `create index api_key_by_hash on api_key (key_hash)`,

  `create table organization (
    ${tenantColumn},
    id text not null,
    name text not null,
    telephone text,
    email text,
    active boolean not null default true,
    primary key (tenant_id, id)
  )`,

  `create table location (
    ${tenantColumn},
    id text not null,
    organization_id text not null,
    name text not null,
    address jsonb not null,
    telephone text,
    time_zone text not null,
    active boolean not null default true,
    primary key (tenant_id, id),
    unique (tenant_id, id, organization_id),
    foreign key (tenant_id, organization_id) references organization (tenant_id, id)
  )`,

  `create table practitioner (
    ${tenantColumn},
    id text not null,
    name text not null,
    active boolean not null default true,
    primary key (tenant_id, id)
  )`,

  // The organization is the location's: the foreign key says so.
  `create table practitioner_role (
    ${tenantColumn},
    id text not null,
    practitioner_id text not null,
    organization_id text not null,
    location_id text not null,
    specialty text,
    active boolean not null default true,
    primary key (tenant_id, id),
    unique (tenant_id, practitioner_id, location_id),
    foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
    foreign key (tenant_id, location_id, organization_id) references location (tenant_id, id, organization_id)
  )`,

  `create table healthcare_service (
    ${tenantColumn},
    id text not null,
    organization_id text not null,
    name text not null,
    description text,
    preparation text,
    mode text not null check (mode in ('in-person', 'telehealth')),
    duration_minutes integer not null check (duration_minutes > 0),
    slot_interval_minutes integer not null check (slot_interval_minutes > 0),
    buffer_before_minutes integer not null check (buffer_before_minutes >= 0),
    buffer_after_minutes integer not null check (buffer_after_minutes >= 0),
    minimum_notice_minutes integer not null check (minimum_notice_minutes >= 0),
    horizon_days integer not null check (horizon_days > 0),
    capacity integer not null check (capacity > 0),
    active boolean not null default true,
    primary key (tenant_id, id),
    foreign key (tenant_id, organization_id) references organization (tenant_id, id)
  )`,

  `create table schedule (
    ${tenantColumn},
    id text not null,
    practitioner_role_id text not null,
    weekly_hours jsonb not null,
    exceptions jsonb not null,
    daily_cap integer check (daily_cap >= 0),
    start_date date,
    end_date date check (end_date >= start_date),
    active boolean not null default true,
    primary key (tenant_id, id),
    foreign key (tenant_id, practitioner_role_id) references practitioner_role (tenant_id, id)
  )`,
  `create index schedule_by_role on schedule (tenant_id, practitioner_role_id)`,

  `create table schedule_service (
    ${tenantColumn},
    schedule_id text not null,
    healthcare_service_id text not null,
    primary key (tenant_id, schedule_id, healthcare_service_id),
    foreign key (tenant_id, schedule_id) references schedule (tenant_id, id) on delete cascade,
    foreign key (tenant_id, healthcare_service_id) references healthcare_service (tenant_id, id)
  )`,
  `create index schedule_service_by_service on schedule_service (tenant_id, healthcare_service_id)`,

  // What the clinic's present system says stands, even over an appointment: so no exclusion here, but a list of conflicts in the answer.
  `create table busy_time (
    ${tenantColumn},
    external_id text not null,
    practitioner_id text not null,
    during tstzrange not null check (not isempty(during)),
    primary key (tenant_id, external_id),
    foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id)
  )`,
  `create index busy_time_by_practitioner on busy_time using gist (tenant_id, practitioner_id, during)`,

  // A session is one start of one service in one schedule; a visit is a session with one seat.
  `create table session (
    ${tenantColumn},
    id text not null,
    schedule_id text not null,
    healthcare_service_id text not null,
    start_at timestamptz not null,
    end_at timestamptz not null check (end_at > start_at),
    date date not null,
    capacity integer not null check (capacity > 0),
    primary key (tenant_id, id),
    unique (tenant_id, id, capacity),
    unique (tenant_id, schedule_id, healthcare_service_id, start_at),
    foreign key (tenant_id, schedule_id) references schedule (tenant_id, id),
    foreign key (tenant_id, healthcare_service_id) references healthcare_service (tenant_id, id)
  )`,

  // The rule of the house: two sessions cannot have one resource at one time, buffers included. Rows with the same claim may overlap: they are
  // an appointment and the hold that is going to replace it.
  `create table allocation (
    ${tenantColumn},
    session_id text not null,
    resource_id text not null,
    during tstzrange not null check (not isempty(during)),
    claim_id text not null,
    primary key (tenant_id, session_id, resource_id),
    foreign key (tenant_id, session_id) references session (tenant_id, id) on delete cascade,
    foreign key (tenant_id, resource_id) references practitioner (tenant_id, id),
    constraint allocation_no_double_booking
      exclude using gist (tenant_id with =, resource_id with =, during with &&, claim_id with <>)
  )`,

  `create table patient (
    ${tenantColumn},
    id text not null,
    sealed bytea not null,
    language text,
    verified boolean not null default false,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id)
  )`,

  `create table appointment (
    ${tenantColumn},
    id text not null,
    status text not null check (status in ('proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error', 'checked-in', 'waitlist')),
    session_id text,
    schedule_id text not null,
    healthcare_service_id text not null,
    practitioner_id text not null,
    location_id text not null,
    patient_id text not null,
    start_at timestamptz not null,
    end_at timestamptz not null check (end_at > start_at),
    sequence integer not null default 0,
    link_version integer not null default 1,
    cancellation_reason text check (cancellation_reason in ('pat', 'prov', 'maint', 'other')),
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    -- an appointment that takes place has its time; one that does not has freed it
    constraint appointment_has_its_time check ((status in ('booked', 'arrived', 'fulfilled', 'noshow', 'checked-in')) = (session_id is not null)),
    foreign key (tenant_id, session_id) references session (tenant_id, id),
    foreign key (tenant_id, schedule_id) references schedule (tenant_id, id),
    foreign key (tenant_id, healthcare_service_id) references healthcare_service (tenant_id, id),
    foreign key (tenant_id, practitioner_id) references practitioner (tenant_id, id),
    foreign key (tenant_id, location_id) references location (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id)
  )`,
  `create index appointment_by_start on appointment (tenant_id, start_at, id)`,
  `create index appointment_by_session on appointment (tenant_id, session_id)`,

  `create table hold (
    ${tenantColumn},
    id text not null,
    session_id text not null,
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    replaces_appointment_id text,
    primary key (tenant_id, id),
    -- one new time at most is kept for an appointment that moves
    unique (tenant_id, replaces_appointment_id),
    foreign key (tenant_id, session_id) references session (tenant_id, id),
    foreign key (tenant_id, replaces_appointment_id) references appointment (tenant_id, id)
  )`,
  `create index hold_by_expiry on hold (tenant_id, expires_at)`,

  // Seats are numbered 1 to capacity; the foreign key carries the capacity along, so that no seat can lie beyond it.
  `create table seat (
    ${tenantColumn},
    session_id text not null,
    seat integer not null check (seat between 1 and capacity),
    capacity integer not null,
    hold_id text,
    appointment_id text,
    -- whether daily_count has it: a time held for a visit that only moves within its day takes no more of the day
    counted boolean not null default true,
    primary key (tenant_id, session_id, seat),
    unique (tenant_id, hold_id),
    unique (tenant_id, appointment_id),
    constraint seat_is_taken_by_one check (num_nonnulls(hold_id, appointment_id) = 1),
    foreign key (tenant_id, session_id, capacity) references session (tenant_id, id, capacity),
    foreign key (tenant_id, hold_id) references hold (tenant_id, id),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id)
  )`,

  // How many seats a schedule has given away on a local date: the row's update is the check of the daily cap.
  `create table daily_count (
    ${tenantColumn},
    schedule_id text not null,
    date date not null,
    n integer not null check (n >= 0),
    primary key (tenant_id, schedule_id, date),
    foreign key (tenant_id, schedule_id) references schedule (tenant_id, id)
  )`,

  `create table mail (
    ${tenantColumn},
    id text not null,
    appointment_id text not null,
    sequence integer not null,
    kind text not null check (kind in ('booked', 'rescheduled', 'cancelled')),
    recipient text not null check (recipient in ('patient', 'organization')),
    status text not null default 'queued' check (status in ('queued', 'accepted', 'refused', 'superseded')),
    attempts integer not null default 0,
    accepted_at timestamptz check ((accepted_at is not null) = (status = 'accepted')),
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, appointment_id, sequence, recipient),
    foreign key (tenant_id, appointment_id) references appointment (tenant_id, id)
  )`,

  `create table outbox_mail (
    ${tenantColumn},
    id text not null,
    sealed bytea not null,
    accepted_at timestamptz not null default now(),
    primary key (tenant_id, id)
  )`,

  // Events and audit rows commit without a number, so that no request waits for another; the sequencer numbers what has committed.
  `create table event (
    ${tenantColumn},
    id text not null,
    position bigint,
    type text not null,
    resource_id text not null,
    occurred_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, position)
  )`,
  `create index event_unnumbered on event (tenant_id, id) where position is null`,

  `create table audit_event (
    ${tenantColumn},
    id text not null,
    position bigint,
    action text not null,
    principal text not null,
    resource_id text,
    request_id text not null,
    occurred_at timestamptz not null default now(),
    hash bytea check ((hash is null) = (position is null)),
    primary key (tenant_id, id),
    unique (tenant_id, position)
  )`,
  `create index audit_event_unnumbered on audit_event (tenant_id, id) where position is null`,

  `create table journal_head (
    ${tenantColumn},
    event_position bigint not null,
    audit_position bigint not null,
    audit_hash bytea not null,
    primary key (tenant_id)
  )`,

  `create table idempotency_key (
    ${tenantColumn},
    principal text not null,
    route text not null,
    key text not null,
    body_hash bytea not null,
    status integer,
    answer bytea,
    created_at timestamptz not null default now(),
    primary key (tenant_id, principal, route, key)
  )`,
  `create index idempotency_key_by_age on idempotency_key (tenant_id, created_at)`,
];

const tableNames = tables.flatMap((statement) => /^create table (\w+)/.exec(statement)?.[1] ?? []);

const roleAndPolicies = [
  // Roles belong to the whole cluster: another database of it may have made this one already, or be making it now.
  `do $$ begin
    if not exists (select from pg_roles where rolname = 'openprm_app') then create role openprm_app nologin; end if;
  exception when duplicate_object or unique_violation then null;
  end $$`,
  // Since PostgreSQL 16, who makes a role may give it to others and may not take it on (`set`) without giving it to themselves.
  // Whoever owns the tables must be able to take the role on. Making it gives that on no version by itself; where a superuser made it, they grant it.
  `do $$ begin
    execute format('grant openprm_app to %I', current_user);
  exception when insufficient_privilege then null;
  end $$`,
  ...tableNames.flatMap((table) => [
    `alter table ${table} enable row level security`,
    `create policy tenant_only on ${table} to openprm_app using (tenant_id = current_setting('app.tenant', true)) with check (tenant_id = current_setting('app.tenant', true))`,
    `grant select, insert, update, delete on ${table} to openprm_app`,
  ]),
  // What has been written to the journal stays: a request may add to it, and only the sequencer numbers it.
  `revoke update, delete on event, audit_event from openprm_app`,
  `revoke insert, update, delete on tenant, api_key, journal_head from openprm_app`,

  // The only look-up before a tenant is known.
  `create function find_api_key(wanted bytea) returns table (tenant_id text, id text, kind text, origins text[])
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$ select k.tenant_id, k.id, k.kind, k.origins from {schema}.api_key k where k.key_hash = wanted and k.revoked_at is null $$`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists btree_gist`.execute(database);
  const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(database);
  const schema = rows[0]?.schema ?? 'public';
  for (const statement of [...tables, ...roleAndPolicies])
    await sql.raw(statement.replace('{schema}', schema)).execute(database);
  await sql.raw(`grant usage on schema ${schema} to openprm_app`).execute(database);
}
