import { type Kysely, sql } from 'kysely';
import { secureTenantTable } from './tenant-table.ts';

/**
 * What the audit says of each access besides who and what: whose data, why, and a signature that the process made which wrote the row. And what calls
 * are counted in, and who holds a time, so that nobody takes too much.
 */
const statements = [
  // Rows of the first release have neither; their hash in the chain covers them as they are.
  `alter table audit_event
    add column patient_id text,
    add column purpose text,
    add column mac bytea check (octet_length(mac) = 32),
    -- the hash that this row's own covers, so that each row can be checked also where its neighbour was tampered with
    add column previous_hash bytea check (octet_length(previous_hash) = 32)`,
  `create index audit_event_by_patient on audit_event (tenant_id, patient_id, occurred_at desc, id desc) where patient_id is not null`,
  `create index audit_event_by_resource on audit_event (tenant_id, resource_id, occurred_at desc, id desc) where resource_id is not null`,
  `create index audit_event_by_time on audit_event (tenant_id, occurred_at desc, id desc)`,

  // Unlogged: counting waits for no disk. Only the owner of the tables counts, outside of any request's transaction.
  `create unlogged table rate_limit (
    tenant_id text not null,
    name text not null,
    subject bytea not null check (octet_length(subject) = 32),
    whole_at timestamptz not null,
    primary key (tenant_id, name, subject)
  ) with (fillfactor = 50)`,
  ...secureTenantTable('rate_limit', []),

  // A keyed hash of the address that holds it: nothing that could be read, and gone with the hold.
  `alter table hold add column visitor bytea check (octet_length(visitor) = 32)`,
  `create index hold_by_visitor on hold (tenant_id, visitor) where visitor is not null`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
