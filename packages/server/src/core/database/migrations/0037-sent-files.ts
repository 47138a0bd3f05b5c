import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** How much a patient has sent within a day, whatever became of it: the sweep of files takes what is left out, and its row. */
const statements = [
  `create table sent_file (
    ${tenantColumn},
    id text not null,
    patient_id text not null,
    bytes integer not null check (bytes >= 0),
    sent_at timestamptz not null default now(),
    primary key (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id)
  )`,
  `create index sent_file_by_patient on sent_file (tenant_id, patient_id, sent_at)`,
  `create index sent_file_by_time on sent_file (sent_at)`,
  ...secureTenantTable('sent_file', ['select', 'insert', 'delete']),
  `insert into sent_file (tenant_id, id, patient_id, bytes, sent_at)
    select file.tenant_id, file.id, file.patient_id, file.bytes, file.created_at
    from stored_file as file join response_attachment as attachment on attachment.tenant_id = file.tenant_id and attachment.id = file.id
    where file.created_at > now() - interval '1 day'`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
