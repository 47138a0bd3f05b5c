import { type Kysely, sql } from 'kysely';

/** A safety answer that gets worse is told again, and by another task once somebody was done with the first. */
const statements = [
  `alter table task add column told_at timestamptz,
    add column occurrence integer not null default 1 check (occurrence >= 1),
    add constraint task_told_after_making check (told_at >= created_at)`,
  `alter table task drop constraint task_once`,
  // each rule opens a task for each response once, however often an answer is saved, and again only as the next of them
  `alter table task add constraint task_once unique (tenant_id, questionnaire_response_id, rule, occurrence)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
