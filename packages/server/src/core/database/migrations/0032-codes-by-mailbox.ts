import { type Kysely, sql } from 'kysely';

/** By what codes are counted: the address, or for an address with a tag that nobody has signed in by, the mailbox without it. Addresses stay who somebody is. */
const statements = [
  `alter table sign_in_code add column counted_index bytea`,
  `update sign_in_code set counted_index = contact_index`,
  `alter table sign_in_code alter column counted_index set not null, add check (octet_length(counted_index) = 32)`,
  `create index sign_in_code_by_count on sign_in_code (tenant_id, counted_index, created_at)`,
];

export async function up(database: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(database);
}
