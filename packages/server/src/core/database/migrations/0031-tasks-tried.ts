import { type Kysely, sql } from 'kysely';

/** Who was tried was not reached: each has a time of its own, and only the second is a contact. */
const statements = [
  `alter table task add column tried_at timestamptz,
    add constraint task_tried_after_making check (tried_at >= created_at)`,
  `update task set tried_at = contacted_at`,
  `update task set contacted_at = null where outcome = 'not-reached'`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
