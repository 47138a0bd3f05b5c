import { createRelatedPerson, revokeRelatedPerson } from '@openprm/contract';
import { sql } from 'kysely';
import { type KeyScope, destroyPatientKey } from '../../keys/patient-keys.ts';
import { doomFilesOf } from '../../files/stored-files.ts';
import { deletePatientIndex } from '../patients/patient-index.ts';
import {
  type EndedRight,
  forgetAddress,
  forgetPeople,
  forgetRights,
  forgetWaysIn,
  openForLastTime,
} from './forget-people.ts';
import { forgetSurveys } from './forget-surveys.ts';
import { endEntriesOf } from '../waitlist-entries/end-entries.ts';

/** What an erasure took from others' charts. */
export interface Erased {
  /** The rights to act for others that the erased held: each row named them, sealed with the other's key. */
  readonly rights: readonly EndedRight[];
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
  const rights = await forgetRights(scope, patientId, identity);
  if (identity !== undefined) await forgetAddress(scope, patientId, identity);
  const again = endedRights.length > 0 ? await deleteRights(scope, endedRights) : [];
  await forgetAnswersAbout(scope, [...rights, ...again]);

  await destroyPatientKey(scope, patientId);
  await deletePatientIndex(scope, patientId);
  await tx
    .updateTable('patient')
    .set({ sealed: null, language: null, erased_at: erasedAt })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', patientId)
    .where('erased_at', 'is', null)
    .execute();
  await forgetPeople(scope, patientId, identity);
  await forgetWaysIn(scope, patientId);
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

/** Takes them off the waitlist: what is held for them is free, and what they waited for is nobody's any more. */
async function forgetWaiting(scope: KeyScope, patientId: string): Promise<void> {
  const { tx, tenantId } = scope;
  await endEntriesOf(scope, { patientId });
  await tx.deleteFrom('waitlist_entry').where('tenant_id', '=', tenantId).where('patient_id', '=', patientId).execute();
}

/** Deletes rights by their ids. */
const deleteRights = ({ tx, tenantId }: KeyScope, ids: readonly string[]) =>
  tx
    .deleteFrom('related_person')
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', ids)
    .returning('patient_id as patientId')
    .execute();

/** Removes the remembered answers that named who held a right: they stand under those whom they acted for. */
async function forgetAnswersAbout(
  { tx, tenantId }: KeyScope,
  rights: readonly Pick<EndedRight, 'patientId'>[],
): Promise<void> {
  if (rights.length === 0) return;
  await tx
    .deleteFrom('idempotency_key')
    .where('tenant_id', '=', tenantId)
    .where(
      'route',
      'in',
      [createRelatedPerson, revokeRelatedPerson].map(({ method, path }) => `${method} ${path}`),
    )
    .where(sql<boolean>`patient_ids && ${rights.map(({ patientId }) => patientId)}::text[]`)
    .execute();
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
