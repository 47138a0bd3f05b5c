import { type Kysely, sql } from 'kysely';

/** From which network somebody took a visit who was signed in, beside who they are: it counts for both. Forgotten with `visitor`, after a day. */
export async function up(database: Kysely<unknown>): Promise<void> {
  await sql`alter table appointment add column network bytea check (octet_length(network) = 32),
    add constraint appointment_network check (network is null or visitor is not null)`.execute(database);
  await sql`create index appointment_by_network on appointment (tenant_id, network) where network is not null`.execute(
    database,
  );
}
