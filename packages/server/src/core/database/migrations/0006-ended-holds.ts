import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** Which time a hold had that has ended, for a while: whoever comes late with its secret is told of the nearest others. */
const statements = [
  `create table ended_hold (
    ${tenantColumn},
    id text not null,
    secret_hash bytea not null check (octet_length(secret_hash) = 32),
    schedule_id text not null,
    healthcare_service_id text not null,
    start_at timestamptz not null,
    ended_at timestamptz not null default now(),
    primary key (tenant_id, id)
  )`,
  `create index ended_hold_by_time on ended_hold (ended_at)`,
  ...secureTenantTable('ended_hold', ['select', 'insert']),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
