import { type Kysely, sql } from 'kysely';

/**
 * Which content a file is going to have, said before object storage is asked and without a connection being held meanwhile: its SHA-256, sealed as the content is, so
 * that of two contents the first counts, at whichever process; and since when somebody may be putting it there, so that the sweep keeps away.
 */
const statements = [
  `alter table stored_file
    add column content_hash bytea,
    add column put_since timestamptz`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
