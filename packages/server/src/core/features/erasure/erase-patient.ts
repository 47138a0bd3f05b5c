import { sql } from 'kysely';
import { type KeyScope, destroyPatientKey } from '../../keys/patient-keys.ts';
import { KeyError } from '../../keys/key-error.ts';
import { doomFilesOf } from '../../files/stored-files.ts';
import { forgetPersons } from '../persons/person-repository.ts';
import { contactIndex, identityIndex } from '../persons/contact.ts';
import { searchHash } from '../patients/patient-index.ts';
import { isOfPerson } from '../persons/charts.ts';
import { deletePatientIndex } from '../patients/patient-index.ts';
import { openPatient } from '../patients/patient-record.ts';
import { forgetSurveys } from './forget-surveys.ts';
import { bookedByNobody } from '../appointments/booked-by.ts';
import { endEntriesOf } from '../waitlist-entries/end-entries.ts';
import { type SealedPatientRow, foundPatients, sealedPatients } from '../patients/sealed-patients.ts';

/** What an erasure took from others' charts. */
export interface Erased {
  /** The rights to act for others that the erased held: each row named them, sealed with the other's key. */
  readonly rights: readonly EndedRight[];
}

/** A right that went with who held it. */
export interface EndedRight {
  readonly id: string;
  /** For whom they could act. */
  readonly patientId: string;
}

/**
 * Erases a patient in one transaction: destroys the key that all of theirs is sealed with, and removes what finds or names them besides. Their
 * appointments stay, as history and busy time without a name; the audit stays, which has ids only, so that its chain goes on.
 *
 * A new table that holds anything of a patient that is not sealed with their key belongs into this list.
 *
 * @param erasedAt when it was asked for
 * @param endedRights the ids of rights that went when it was done before: a backup that is restored has them back, and nothing opens any more that would find them
 */
export async function erasePatientData(
  scope: KeyScope,
  patientId: string,
  erasedAt: Date,
  endedRights: readonly string[] = [],
): Promise<Erased> {
  const { tx, tenantId } = scope;
  // their address and birth date find what is kept under keyed hashes of them
  const identity = await openForLastTime(scope, patientId);
  const rights = identity === undefined ? [] : await forgetPerson(scope, patientId, identity);
  if (endedRights.length > 0)
    await tx.deleteFrom('related_person').where('tenant_id', '=', tenantId).where('id', 'in', endedRights).execute();

  await destroyPatientKey(scope, patientId);
  await deletePatientIndex(scope, patientId);
  await tx
    .updateTable('patient')
    .set({ sealed: null, language: null, erased_at: erasedAt })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .where('erased_at', 'is', null)
    .execute();
  await forgetPeople(scope, patientId);
  await forgetSessions(scope, patientId);
  await forgetMailAndAnswers(scope, patientId);
  await forgetWaiting(scope, patientId);
  await forgetSurveys(scope, patientId);
  await doomFilesOf(scope, patientId);
  await tx
    .insertInto('erasure')
    .values({ tenant_id: tenantId, patient_id: patientId, erased_at: erasedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return { rights };
}

interface LastIdentity {
  readonly email: string;
  readonly birthDate: string;
  /** Whether address and birth date are known to be theirs; what an anonymous visitor typed may be somebody else's. */
  readonly isKnown: boolean;
}

/** The identity, if it still opens. A patient whose key is lost or whose row was changed can be erased too. */
async function openForLastTime(scope: KeyScope, patientId: string): Promise<LastIdentity | undefined> {
  const row = await sealedPatients(scope).where('patient.id', '=', patientId).executeTakeFirst();
  try {
    const patient = row && (await openPatient(scope, row));
    return row && patient ? { ...patient, isKnown: isOfPerson(row) } : undefined;
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}

/**
 * Removes what is kept under the address and the birth date: rights to act for others, unless another chart has the same, as a duplicate has; and who signed in
 * with them and what was mailed to sign in, unless the address is another patient's too. With a chart that nobody has made their own only those mails go: a stranger may
 * have typed what is somebody else's.
 */
async function forgetPerson(
  scope: KeyScope,
  patientId: string,
  { email, birthDate, isKnown }: LastIdentity,
): Promise<readonly EndedRight[]> {
  const { tx, tenantId, keys } = scope;
  const sharing = await foundPatients(scope, await searchHash(scope, { email }))
    .where('patient.id', '<>', patientId)
    .execute();
  if (sharing.length === 0) await forgetAddress(scope, email, isKnown);
  if (!isKnown || (await hasBirthDate(scope, sharing, birthDate))) return [];
  const rights = await tx
    .deleteFrom('related_person')
    .where('tenant_id', '=', tenantId)
    .where('identity_index', '=', await identityIndex(keys, tenantId, email, birthDate))
    .returning(['id', 'patient_id as patientId'])
    .execute();
  return rights.filter((right) => right.patientId !== patientId);
}

/** Whether one of these charts has this birth date; one that does not open may have it. */
async function hasBirthDate(scope: KeyScope, rows: readonly SealedPatientRow[], birthDate: string): Promise<boolean> {
  for (const row of rows) {
    try {
      const patient = await openPatient(scope, row);
      if (patient?.birthDate === birthDate) return true;
    } catch (error) {
      if (error instanceof KeyError) return true;
      throw error;
    }
  }
  return false;
}

/** Removes what was mailed to an address to sign in with and, if it is known whose it is, who did. */
async function forgetAddress(scope: KeyScope, email: string, isTheirs: boolean): Promise<void> {
  const { tx, tenantId, keys } = scope;
  const contact = await contactIndex(keys, tenantId, { kind: 'email', email });
  for (const table of ['sign_in_code', 'outbox_mail'] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('contact_index', '=', contact).execute();
  if (!isTheirs) return;
  const people = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('contact_index', '=', contact)
    .execute();
  await forgetPersons(
    scope,
    people.map(({ id }) => id),
  );
}

/** Removes who signed in to this chart by another address, through a portal or because the clinic said so, unless it is somebody else's way in as well. */
async function forgetPeople({ tx, tenantId }: KeyScope, patientId: string): Promise<void> {
  const sessions = await tx
    .selectFrom('patient_session')
    .select(['person_id', 'patient_id'])
    .where('tenant_id', '=', tenantId)
    .where('person_id', 'in', (from) =>
      from
        .selectFrom('patient_session')
        .select('person_id')
        .where('tenant_id', '=', tenantId)
        .where('patient_id', '=', patientId),
    )
    .execute();
  const others = new Set(
    sessions.filter((of) => of.patient_id !== null && of.patient_id !== patientId).map((of) => of.person_id),
  );
  const people = [...new Set(sessions.map((of) => of.person_id))].filter((id) => !others.has(id));
  if (people.length === 0) return;
  const contacts = tx
    .selectFrom('person')
    .select('contact_index')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', people);
  for (const table of ['sign_in_code', 'outbox_mail'] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('contact_index', 'in', contacts).execute();
  await forgetPersons({ tx, tenantId }, people);
}

/** Ends every way in to the patient's chart: sessions, links that sign in, who acts for them, mailed links to their visits; and forgets from where those were booked. */
async function forgetSessions({ tx, tenantId }: KeyScope, patientId: string): Promise<void> {
  for (const table of ['patient_session', 'sign_in_link', 'related_person'] as const) {
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('patient_id', '=', patientId).execute();
  }
  await tx
    .updateTable('appointment')
    .set((of) => ({ link_version: of('link_version', '+', 1), ...bookedByNobody }))
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .execute();
}

/** Takes them off the waitlist: what is held for them is free, and what they waited for is nobody's any more. */
async function forgetWaiting(scope: KeyScope, patientId: string): Promise<void> {
  const { tx, tenantId } = scope;
  await endEntriesOf(scope, { patientId });
  await tx.deleteFrom('waitlist_entry').where('tenant_id', '=', tenantId).where('patient_id', '=', patientId).execute();
}

/** Removes kept mails and remembered answers; a mail that waits to be sent is superseded. */
async function forgetMailAndAnswers({ tx, tenantId }: KeyScope, patientId: string): Promise<void> {
  await tx.deleteFrom('outbox_mail').where('tenant_id', '=', tenantId).where('patient_id', '=', patientId).execute();
  await tx
    .updateTable('mail')
    .set({ status: 'superseded' })
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'queued')
    .where('recipient', '=', 'patient')
    .where('appointment_id', 'in', (from) =>
      from
        .selectFrom('appointment')
        .select('id')
        .where('appointment.tenant_id', '=', tenantId)
        .where('appointment.patient_id', '=', patientId),
    )
    .execute();
  await tx
    .deleteFrom('idempotency_key')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`${patientId} = any(patient_ids)`)
    .execute();
  // answers of signing in may hold the address, and under no patient's key before a chart is linked: whoever lost one a moment ago signs in again
  await tx
    .deleteFrom('idempotency_key')
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`patient_ids = '{}' and expires_at < created_at + interval '1 day'`)
    .execute();
}
