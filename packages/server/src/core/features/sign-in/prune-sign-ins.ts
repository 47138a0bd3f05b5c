import { sql } from 'kysely';
import type { Database } from '../../ports.ts';
import { pruneSealingKeys } from '../sealed-items/sealing-key.ts';

/** Removes what nobody can sign in with any more: a code's request has an address in it, and its link is good for two hours. Sessions stay for a while after their end, since the audit names them. */
export async function pruneSignIns(database: Database): Promise<void> {
  await sql`delete from sign_in_code where created_at < now() - interval '3 hours'`.execute(database);
  await sql`delete from sign_in_link where expires_at < now() - interval '30 days'`.execute(database);
  await sql`delete from portal_assertion where expires_at < now()`.execute(database);
  await sql`delete from patient_session where expires_at < now() - interval '30 days'`.execute(database);
  await pruneSealingKeys(database);
}
