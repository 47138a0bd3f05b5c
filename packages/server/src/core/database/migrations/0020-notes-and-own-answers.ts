import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** Notes of tasks as rows that nobody writes over, and who has begun a response in a session. */
const statements = [
  // Added and read, never changed: whoever may note need not see what others noted, and takes nothing of it away. Removed with the patient alone.
  `create table task_note (
    ${tenantColumn},
    id text not null,
    task_id text not null,
    patient_id text not null,
    -- null: the clinic's own server
    author_id text,
    sealed bytea not null,
    created_at timestamptz not null default date_trunc('milliseconds', clock_timestamp()),
    primary key (tenant_id, id),
    foreign key (tenant_id, task_id) references task (tenant_id, id),
    foreign key (tenant_id, patient_id) references patient (tenant_id, id),
    foreign key (tenant_id, author_id) references staff (tenant_id, id)
  )`,
  `create index task_note_of_task on task_note (tenant_id, task_id, created_at, id)`,
  `create index task_note_by_patient on task_note (tenant_id, patient_id)`,
  ...secureTenantTable('task_note', ['select', 'insert', 'delete']),

  // Whoever has begun it in a session goes on with it, and nobody else: one who acts for the patient begins their own.
  `alter table questionnaire_response add column begun_by text,
    add constraint questionnaire_response_begun_by_somebody check (
      (begun_by is null) = (patient_id is null or invitation_id is not null)) not valid`,
  `drop index questionnaire_response_begun_once`,
  `create unique index questionnaire_response_begun_once on questionnaire_response (tenant_id, survey_id, patient_id, begun_by)
    where status = 'in-progress' and invitation_id is null`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
