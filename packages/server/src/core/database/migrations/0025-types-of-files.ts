import { type Kysely, sql } from 'kysely';

/** A file's media type is what somebody said, and that can be anything: the row keeps a hash of it under a key that the database does not have. */
const statements = [
  `alter table response_attachment
    drop column content_type,
    add column content_type_mac bytea check (octet_length(content_type_mac) = 32)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
