import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/**
 * How patients sign in, and for whom they may act.
 *
 * No code, link secret or refresh handle stands here, hashed or not: they are computed from a row's id under a key that the database does not have.
 * Addresses and identities stand sealed, and beside them a keyed MAC by which the same one is found again.
 */

const statements = [
  // Somebody whose address was verified, or for whom the clinic's portal vouched. Which chart is theirs is decided in each session anew.
  `create table person (
    ${tenantColumn},
    id text not null,
    contact_index bytea not null check (octet_length(contact_index) = 32),
    sealed bytea not null,
    match_tries integer not null default 0 check (match_tries >= 0),
    match_window_start timestamptz not null default now(),
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, contact_index)
  )`,
  ...secureTenantTable('person'),

  `create table sign_in_code (
    ${tenantColumn},
    id text not null,
    contact_index bytea not null check (octet_length(contact_index) = 32),
    sealed bytea not null,
    tries integer not null default 0 check (tries between 0 and 5),
    used_at timestamptz,
    mail_status text not null default 'queued' check (mail_status in ('queued', 'accepted', 'refused', 'withheld')),
    mail_attempts integer not null default 0,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (tenant_id, id)
  )`,
  `create index sign_in_code_by_contact on sign_in_code (tenant_id, contact_index, created_at)`,
  ...secureTenantTable('sign_in_code'),

  `create table sign_in_link (
    ${tenantColumn},
    id text not null,
    patient_id text not null,
    used_at timestamptz,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) on delete cascade
  )`,
  ...secureTenantTable('sign_in_link'),

  `create table portal (
    ${tenantColumn},
    issuer text not null,
    jwks jsonb not null,
    primary key (tenant_id)
  )`,
  ...secureTenantTable('portal'),

  // Assertions that were used: the key is what makes a second use impossible, also at another process.
  `create table portal_assertion (
    ${tenantColumn},
    jti_index bytea not null check (octet_length(jti_index) = 32),
    expires_at timestamptz not null,
    primary key (tenant_id, jti_index)
  )`,
  ...secureTenantTable('portal_assertion'),

  // One row is one family of refresh handles: `generation` says which of them is good.
  `create table patient_session (
    ${tenantColumn},
    id text not null,
    person_id text not null,
    device_key jsonb not null,
    generation integer not null default 1 check (generation >= 1),
    identity_index bytea check (octet_length(identity_index) = 32),
    patient_id text,
    created_at timestamptz not null default now(),
    last_used_at timestamptz not null default now(),
    expires_at timestamptz not null,
    ended_at timestamptz,
    end_reason text check (end_reason in ('signed-out', 'handle-reused', 'revoked')),
    primary key (tenant_id, id),
    constraint patient_session_ends_for_a_reason check ((ended_at is null) = (end_reason is null)),
    foreign key (tenant_id, person_id) references person (tenant_id, id) on delete cascade,
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) on delete cascade
  )`,
  `create index patient_session_by_person on patient_session (tenant_id, person_id)`,
  `create index patient_session_by_patient on patient_session (tenant_id, patient_id)`,
  ...secureTenantTable('patient_session'),

  `create table related_person (
    ${tenantColumn},
    id text not null,
    patient_id text not null,
    identity_index bytea not null check (octet_length(identity_index) = 32),
    sealed bytea not null,
    relationship text not null,
    may_change boolean not null,
    start_date date,
    end_date date,
    revoked_at timestamptz,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) on delete cascade
  )`,
  `create index related_person_by_patient on related_person (tenant_id, patient_id, id)`,
  `create index related_person_by_identity on related_person (tenant_id, identity_index)`,
  ...secureTenantTable('related_person'),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
