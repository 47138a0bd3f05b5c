import { type Kysely, sql } from 'kysely';

/**
 * Whether somebody has shown the address of a chart and its birth date. It is their chart then, before any that a visitor makes later; but name and telephone number are as
 * they were typed until they or the clinic have said them, which is what `verified` tells.
 */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table patient add column is_shown boolean not null default false`.execute(database);
}
