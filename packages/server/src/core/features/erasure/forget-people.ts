import { sql } from 'kysely';
import { KeyError } from '../../keys/key-error.ts';
import type { KeyScope } from '../../keys/patient-keys.ts';
import { bookedByNobody } from '../appointments/booked-by.ts';
import { searchHash } from '../patients/patient-index.ts';
import { openPatient } from '../patients/patient-record.ts';
import { type SealedPatientRow, foundPatients, sealedPatients } from '../patients/sealed-patients.ts';
import { contactIndex, identityIndex } from '../persons/contact.ts';
import { forgetPersons } from '../persons/person-repository.ts';
import { isNotOver } from '../related-persons/right-to-act.ts';

/** A right that went with who held it. */
export interface EndedRight {
  readonly id: string;
  /** For whom they could act. */
  readonly patientId: string;
}

/** Who a patient was, by what was opened of their chart before its key went. */
export interface LastIdentity {
  readonly email: string;
  readonly birthDate: string;
  /** Whether the clinic or its person has said that it is they; what an anonymous visitor typed may be somebody else's, also where that one has shown it. */
  readonly isVerified: boolean;
}

/** The identity, if it still opens. A patient whose key is lost or whose row was changed can be erased too. */
export async function openForLastTime(scope: KeyScope, patientId: string): Promise<LastIdentity | undefined> {
  const row = await sealedPatients(scope).where('patient.id', '=', patientId).executeTakeFirst();
  try {
    const patient = row && (await openPatient(scope, row));
    return row && patient ? { ...patient, isVerified: row.verified } : undefined;
  } catch (error) {
    if (error instanceof KeyError) return undefined;
    throw error;
  }
}

/**
 * Removes the rights to act for others that the patient held: under address and birth date of a chart that is verified, unless another chart has the same, as a duplicate
 * has; and under those by which the clinic has said that it is their own. What a stranger may have typed takes nobody's right.
 */
export async function forgetRights(
  scope: KeyScope,
  patientId: string,
  identity: LastIdentity | undefined,
): Promise<readonly EndedRight[]> {
  const { tx, tenantId, keys } = scope;
  const own = await tx
    .selectFrom('related_person as said')
    .select('said.identity_index')
    .where('said.tenant_id', '=', tenantId)
    .where('said.patient_id', '=', patientId)
    .where('said.relationship', '=', 'ONESELF')
    .where('said.revoked_at', 'is', null)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('related_person as other')
            .select('other.id')
            .where('other.tenant_id', '=', tenantId)
            .whereRef('other.identity_index', '=', 'said.identity_index')
            .where('other.patient_id', '<>', patientId)
            .where('other.relationship', '=', 'ONESELF')
            .where('other.revoked_at', 'is', null),
        ),
      ),
    )
    .execute();
  const indexes = own.map((right) => right.identity_index);
  if (identity?.isVerified === true && !(await hasDuplicate(scope, patientId, identity)))
    indexes.push(await identityIndex(keys, tenantId, identity.email, identity.birthDate));
  if (indexes.length === 0) return [];
  const rights = await tx
    .deleteFrom('related_person')
    .where('tenant_id', '=', tenantId)
    .where('identity_index', 'in', indexes)
    .returning(['id', 'patient_id as patientId'])
    .execute();
  return rights.filter((right) => right.patientId !== patientId);
}

/** The other charts with an address. */
const sharing = async (scope: KeyScope, patientId: string, email: string): Promise<SealedPatientRow[]> =>
  foundPatients(scope, await searchHash(scope, { email }))
    .where('patient.id', '<>', patientId)
    .execute();

/** Whether another chart has the same address and birth date; one that does not open may have them. */
async function hasDuplicate(scope: KeyScope, patientId: string, { email, birthDate }: LastIdentity): Promise<boolean> {
  for (const row of await sharing(scope, patientId, email)) {
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

/** Removes what was mailed to the patient's address to sign in with and, where it is verified whose it is, who did; unless it is another patient's too. */
export async function forgetAddress(
  scope: KeyScope,
  patientId: string,
  { email, isVerified }: LastIdentity,
): Promise<void> {
  const { tx, tenantId, keys } = scope;
  if ((await sharing(scope, patientId, email)).length > 0) return;
  const contact = await contactIndex(keys, tenantId, { kind: 'email', email });
  for (const table of ['sign_in_code', 'outbox_mail'] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('contact_index', '=', contact).execute();
  if (!isVerified) return;
  const people = await tx
    .selectFrom('person')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('contact_index', '=', contact)
    .execute();
  const ids = people.map(({ id }) => id);
  const kept = await whoActsForOthers(scope, patientId, ids);
  await forgetPersons(
    scope,
    ids.filter((id) => !kept.has(id)),
  );
}

/** Those of these people who may act for somebody else, by their address or by what one of their sessions has shown. */
async function whoActsForOthers(
  { tx, tenantId }: KeyScope,
  patientId: string,
  people: readonly string[],
): Promise<ReadonlySet<string>> {
  if (people.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select person.id from person where person.tenant_id = ${tenantId} and person.id = any(${people}) and exists (
      select from related_person where related_person.tenant_id = person.tenant_id and related_person.patient_id <> ${patientId}
        and ${isNotOver} and (related_person.contact_index = person.contact_index or related_person.identity_index in (
          select patient_session.identity_index from patient_session
          where patient_session.tenant_id = person.tenant_id and patient_session.person_id = person.id)))`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/**
 * Removes who signed in to this chart by another address, through a portal or because the clinic said so, unless it is somebody else's way in as well: to their own chart,
 * or to that of whom they act for. Who acts for others and came to a chart that a visitor had typed stays signed in, without it.
 */
export async function forgetPeople(
  scope: KeyScope,
  patientId: string,
  identity: LastIdentity | undefined,
): Promise<void> {
  const { tx, tenantId } = scope;
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
  const acting = await whoActsForOthers(scope, patientId, [...new Set(sessions.map((of) => of.person_id))]);
  if (acting.size > 0 && identity?.isVerified === false)
    await tx
      .updateTable('patient_session')
      .set({ patient_id: null })
      .where('tenant_id', '=', tenantId)
      .where('patient_id', '=', patientId)
      .where('person_id', 'in', [...acting])
      .where('chart_is_said', '=', false)
      .execute();
  const others = new Set(
    sessions.filter((of) => of.patient_id !== null && of.patient_id !== patientId).map((of) => of.person_id),
  );
  const people = [...new Set(sessions.map((of) => of.person_id))].filter((id) => !others.has(id) && !acting.has(id));
  if (people.length === 0) return;
  const contacts = tx
    .selectFrom('person')
    .select('contact_index')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', people);
  for (const table of ['sign_in_code', 'outbox_mail'] as const)
    await tx.deleteFrom(table).where('tenant_id', '=', tenantId).where('contact_index', 'in', contacts).execute();
  await forgetPersons(scope, people);
}

/** Ends every way in to the patient's chart: sessions, links that sign in, who acts for them, mailed links to their visits; and forgets from where those were booked. */
export async function forgetWaysIn({ tx, tenantId }: KeyScope, patientId: string): Promise<void> {
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
