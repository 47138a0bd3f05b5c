import { type Kysely, sql } from 'kysely';

/** Whether a session has its chart because the clinic has said that it is theirs, and not by what fits: then it ends with what was said. */
const statements = [`alter table patient_session add column chart_is_said boolean not null default false`];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
