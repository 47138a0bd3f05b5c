import { type Kysely, sql } from 'kysely';

/** By which address somebody acts for a patient, as a keyed hash: who shares a mailbox with somebody that is erased is found by it, and stays. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table related_person add column contact_index bytea check (octet_length(contact_index) = 32)`.execute(
    database,
  );
  await sql`create index related_person_by_contact on related_person (tenant_id, contact_index) where contact_index is not null`.execute(
    database,
  );
}
