import { type Kysely, sql } from 'kysely';

/** Whether who joined the waitlist has shown that the address is theirs, and from where those joined who have not. */
const statements = [
  // Set when the clinic joined for somebody, or a session or link that was mailed to the address did.
  `alter table waitlist_entry add column is_proved boolean not null default false`,
  // A hash under a key that the database does not have, as a hold's; gone when the entry ends.
  `alter table waitlist_entry add column visitor bytea`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
