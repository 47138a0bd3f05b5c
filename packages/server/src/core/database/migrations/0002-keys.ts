import { type Kysely, sql } from 'kysely';
import { secureTenantTable } from './tenant-table.ts';

/**
 * Keys of tenants and of patients, blind indexes, and the list of who was erased.
 *
 * The wrapped keys stand in a schema of their own, so that they have a backup of their own, kept for days and not for years: a patient whose key
 * is destroyed is then gone from the older backups of everything else too. No foreign key crosses between the two schemas, or neither could be
 * restored without the other.
 */
const keyTables = [
  `create schema if not exists openprm_keys`,

  // One key for each tenant and, after a rotation, one more: wrapped by a root key that the database does not have.
  `create table openprm_keys.tenant_key (
    tenant_id text not null,
    version integer not null check (version between 1 and 65535),
    root_key_id text not null,
    wrapped bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, version)
  )`,

  // One key for each patient, wrapped by the tenant's. To delete the row is to erase the patient.
  `create table openprm_keys.patient_key (
    tenant_id text not null,
    patient_id text not null,
    tenant_key_version integer not null,
    wrapped bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, patient_id)
  )`,
  `create index patient_key_by_version on openprm_keys.patient_key (tenant_id, tenant_key_version)`,
];

const changes = [
  // The newest version that the tenant has had: a key store that was restored from before it is found out.
  `alter table tenant add column key_version integer not null default 0`,
  // Tenants that are here already had their keys derived from the root key; theirs becomes the first version.
  `alter table tenant add column first_release boolean not null default true`,
  `alter table tenant alter column first_release set default false`,

  // What is here already was sealed by the first release; it is sealed again, under patients' keys, before the server opens.
  ...['patient', 'idempotency_key', 'outbox_mail'].flatMap((table) => [
    `alter table ${table} add column format smallint not null default 1`,
    `alter table ${table} alter column format set default 2`,
  ]),
  `create index patient_of_first_release on patient (tenant_id, id) where format = 1`,
  `create index idempotency_key_of_first_release on idempotency_key (tenant_id, key) where format = 1`,
  `create index outbox_mail_of_first_release on outbox_mail (tenant_id, id) where format = 1`,

  // Whose data a remembered answer or a kept mail holds: it is sealed with their keys, and goes with them. Answers are kept for 8 days and looked up
  // by patient once in a patient's life, so that they have no index for it.
  `alter table idempotency_key add column patient_ids text[] not null default '{}'`,
  `alter table outbox_mail add column patient_id text`,
  `create index outbox_mail_by_patient on outbox_mail (tenant_id, patient_id)`,
  `create index appointment_by_patient on appointment (tenant_id, patient_id)`,

  `alter table patient alter column sealed drop not null`,
  `alter table patient add column erased_at timestamptz`,
  `alter table patient add constraint patient_is_sealed_or_erased check ((sealed is null) = (erased_at is not null))`,
];

const tables = [
  // Keyed hashes by which staff find a patient without anything that can be read: an exact value in, the same hash out.
  `create table patient_index (
    tenant_id text not null references tenant (tenant_id) on delete cascade,
    kind text not null check (kind in ('name-birth-date', 'phone', 'email')),
    hash bytea not null check (octet_length(hash) = 32),
    patient_id text not null,
    primary key (tenant_id, kind, hash, patient_id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id) on delete cascade
  )`,
  `create index patient_index_by_patient on patient_index (tenant_id, patient_id)`,

  // Who was erased: ids only. No foreign key, since a restored database may be older than the patient.
  `create table erasure (
    tenant_id text not null references tenant (tenant_id) on delete cascade,
    patient_id text not null,
    erased_at timestamptz not null,
    primary key (tenant_id, patient_id)
  )`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  const statements = [
    ...keyTables,
    ...changes,
    ...tables,
    `grant usage on schema openprm_keys to openprm_app`,
    ...secureTenantTable('openprm_keys.tenant_key', []),
    ...secureTenantTable('openprm_keys.patient_key'),
    ...secureTenantTable('patient_index'),
    ...secureTenantTable('erasure', ['select', 'insert', 'update']),
  ];
  for (const statement of statements) await sql.raw(statement).execute(database);
}
