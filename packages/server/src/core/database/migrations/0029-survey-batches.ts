import { type Kysely, sql } from 'kysely';
import { secureTenantTable, tenantColumn } from './tenant-table.ts';

/**
 * Which answers are told together: five of five people, for each thing that is measured, and for good. No row names a person. A batch of which one was erased stays, so that the other four are never told in
 * another: what was told with the fifth would tell them apart.
 */
const statements = [
  `create table survey_batch (
    ${tenantColumn},
    survey_id text not null,
    measure text not null,
    number integer not null,
    response_ids text[] not null check (cardinality(response_ids) = 5),
    primary key (tenant_id, survey_id, measure, number),
    foreign key (tenant_id, survey_id) references survey (tenant_id, id)
  )`,
  ...secureTenantTable('survey_batch', ['select', 'insert']),
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
