import { sql } from 'kysely';
import { keptDays, pruneSealingKeys } from '../sealed-items/sealing-key.ts';
import type { Database } from '../../ports.ts';

/**
 * Removes what nobody can sign in with any more: a code's request has an address in it, and its link is good for two hours. Sessions stay after their end for as
 * long as what they sealed on a device opens, and so does whose they were: it is by them that an erasure finds an address that is in no chart.
 */
export async function pruneSignIns(database: Database): Promise<void> {
  await sql`delete from sign_in_code where created_at < now() - interval '3 hours'`.execute(database);
  await sql`delete from sign_in_link where expires_at < now() - interval '30 days'`.execute(database);
  await sql`delete from portal_assertion where expires_at < now()`.execute(database);
  await sql`delete from patient_session where expires_at < now() - make_interval(days => ${keptDays})`.execute(
    database,
  );
  await prunePersons(database);
  await pruneSealingKeys(database);
}

/** Removes who has no session left, with their keys: nobody is kept by an address that nothing leads to. Whoever signs in meanwhile stays. */
async function prunePersons(database: Database): Promise<void> {
  await database.transaction().execute(async (tx) => {
    const left = sql`not exists (select from patient_session of where of.tenant_id = person.tenant_id and of.person_id = person.id)`;
    // locked, so that no session begins between the two looks
    await sql`select from person where created_at < now() - interval '1 day' and ${left} for update skip locked`.execute(
      tx,
    );
    await sql`with gone as (
        delete from person where created_at < now() - interval '1 day' and ${left} returning tenant_id, id)
      delete from openprm_keys.patient_key as key using gone where key.tenant_id = gone.tenant_id and key.patient_id = gone.id`.execute(
      tx,
    );
  });
}
