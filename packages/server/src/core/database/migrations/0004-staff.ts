import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/**
 * Who works at a clinic and how they sign in; what a secret key may do, what it is called and when it was last used.
 *
 * Nothing that signs somebody in stands here in plain: passwords as scrypt, secrets of sessions and invitations as SHA-256 (they are 256 random
 * bits), codes and addresses as MACs under a key that the database does not have, names and authenticator secrets sealed.
 */

const statements = [
  `alter table api_key
    add column name text not null default 'first',
    add column scopes text[] not null default '{all}',
    add column last_used_on date`,

  `create table staff (
    ${tenantColumn},
    id text not null,
    email_index bytea not null check (octet_length(email_index) = 32),
    sealed bytea not null,
    role text not null check (role in ('owner', 'clinician', 'front-desk', 'volunteer')),
    status text not null default 'invited' check (status in ('invited', 'active', 'suspended')),
    password_hash text,
    second_factor text check (second_factor in ('totp', 'mail')),
    totp_sealed bytea,
    -- the last time step that was used: a code is good once
    totp_step bigint not null default 0,
    invitation_hash bytea check (octet_length(invitation_hash) = 32),
    invitation_expires_at timestamptz,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, email_index),
    constraint staff_signs_in_with_two_factors check (
      status <> 'active' or (password_hash is not null and second_factor is not null and (second_factor <> 'totp' or totp_sealed is not null)))
  )`,
  ...secureTenantTable('staff'),

  `create table staff_recovery_code (
    ${tenantColumn},
    staff_id text not null,
    code_hash bytea not null check (octet_length(code_hash) = 32),
    primary key (tenant_id, staff_id, code_hash),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
  )`,
  ...secureTenantTable('staff_recovery_code'),

  // Between the password and the second factor: minutes.
  `create table staff_sign_in (
    ${tenantColumn},
    id text not null,
    staff_id text not null,
    kind text not null check (kind in ('sign-in', 'enrolment')),
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    code_hash bytea check (octet_length(code_hash) = 32),
    totp_sealed bytea,
    tries integer not null default 0,
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
  )`,
  ...secureTenantTable('staff_sign_in'),

  `create table staff_session (
    ${tenantColumn},
    id text not null,
    staff_id text not null,
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
  )`,
  `create index staff_session_by_hash on staff_session (secret_hash)`,
  `create index staff_session_by_staff on staff_session (tenant_id, staff_id)`,
  ...secureTenantTable('staff_session'),

  // Counts of tries in a window, by a MAC of what is counted: no address stands here.
  `create table staff_attempt (
    ${tenantColumn},
    subject bytea not null check (octet_length(subject) = 32),
    window_start timestamptz not null,
    n integer not null check (n >= 0),
    primary key (tenant_id, subject)
  )`,
  ...secureTenantTable('staff_attempt'),

  `create table staff_mail (
    ${tenantColumn},
    id text not null,
    staff_id text not null,
    sealed bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade
  )`,
  ...secureTenantTable('staff_mail'),

  `drop function find_api_key(bytea)`,
  `create function find_api_key(wanted bytea)
    returns table (tenant_id text, id text, kind text, origins text[], scopes text[], used_today boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$ select k.tenant_id, k.id, k.kind, k.origins, k.scopes, coalesce(k.last_used_on = (now() at time zone 'UTC')::date, false)
      from {schema}.api_key k where k.key_hash = wanted and k.revoked_at is null $$`,

  // Signed in: not idle for too long, not for too long at all, and still of the staff.
  `create function find_staff_session(wanted bytea)
    returns table (tenant_id text, id text, staff_id text, role text, seen_lately boolean)
    language sql stable security definer set search_path = pg_catalog, pg_temp
    as $$ select s.tenant_id, s.id, s.staff_id, p.role, s.last_seen_at > clock_timestamp() - interval '30 seconds'
      from {schema}.staff_session s
      join {schema}.staff p on p.tenant_id = s.tenant_id and p.id = s.staff_id and p.status = 'active'
      where s.secret_hash = wanted and s.expires_at > clock_timestamp()
        and s.last_seen_at > clock_timestamp() - interval '15 minutes' $$`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ schema: string }>`select quote_ident(current_schema()) as schema`.execute(database);
  const schema = rows[0]?.schema ?? 'public';
  for (const statement of statements) await sql.raw(statement.replaceAll('{schema}', schema)).execute(database);
}
