import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** The key pairs that devices seal to, and the names of what is kept in object storage. */
const statements = [
  // The private half is sealed with the tenant's key. A pair is used for a month and kept for as long as envelopes may live.
  `create table sealing_key (
    ${tenantColumn},
    id text not null,
    public_key jsonb not null,
    sealed bytea not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, id)
  )`,
  `create index sealing_key_by_age on sealing_key (tenant_id, created_at)`,
  ...secureTenantTable('sealing_key', ['select', 'insert']),

  // The content stands in object storage under this id, sealed with the patient's key. A row is there before its object and after it, so that no object
  // is without a row.
  `create table stored_file (
    ${tenantColumn},
    id text not null,
    patient_id text not null,
    status text not null default 'writing' check (status in ('writing', 'stored', 'doomed')),
    bytes integer not null check (bytes >= 0),
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id)
  )`,
  `create index stored_file_by_patient on stored_file (tenant_id, patient_id)`,
  `create index stored_file_to_sweep on stored_file (created_at) where status <> 'stored'`,
  ...secureTenantTable('stored_file'),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
