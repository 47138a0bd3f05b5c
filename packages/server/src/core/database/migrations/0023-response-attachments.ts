import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/** Which files go with which response. */
const statements = [
  // Goes with the response, and with the file: whichever is removed first. Never of an anonymous response: a file is sealed with its patient's key.
  `create table response_attachment (
    ${tenantColumn},
    id text not null,
    questionnaire_response_id text not null,
    content_type text not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, id) references stored_file (tenant_id, id) on delete cascade,
    foreign key (tenant_id, questionnaire_response_id) references questionnaire_response (tenant_id, id) on delete cascade
  )`,
  `create index response_attachment_of_response on response_attachment (tenant_id, questionnaire_response_id)`,
  ...secureTenantTable('response_attachment', ['select', 'insert']),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
