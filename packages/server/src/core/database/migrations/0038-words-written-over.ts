import { type Kysely, sql } from 'kysely';

/** How often what was said of a patient was written over: the credential of a visit that was booked before, by whoever, is known by it. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table patient add column identity_version integer not null default 1`.execute(database);
}
