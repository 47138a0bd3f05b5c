import { inTenant } from '../../database/tenant-transaction.ts';
import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { isRecordDamage } from '../../keys/key-error.ts';
import { type KeyScope, unwrapPatientKey } from '../../keys/patient-keys.ts';
import { type Job, MailRefused, type OutgoingMail, type Ports, type TenantTransaction } from '../../ports.ts';
import { openPatient } from '../patients/patient-record.ts';
import { wrappedKey } from '../patients/wrapped-key.ts';
import { contactIndex, normalizeEmail } from '../persons/contact.ts';
import { openRelated } from '../related-persons/related-person-record.ts';
import { rightMailText } from './right-mail-text.ts';

type RightMailJob = Extract<Job, { kind: 'right-mail-send' }>;

/**
 * Tells a patient, at least once, that the clinic has let somebody act for them or has ended that. Nobody is told at an address which is that of the one it is about: of a child, that is
 * the parent who acts; and of a right that ends for somebody's safety it would tell the one who must not know. A right that was taken back before it was told of is not told of as given.
 *
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendRightMail(ports: Ports, job: RightMailJob): Promise<void> {
  const mail = await inTenant(ports.database, job.tenantId, (tx) => compose(ports, tx, job));
  if (mail === undefined) return;
  try {
    await ports.mail.send(mail);
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    ports.logger.info('mail-refused', { tenantId: job.tenantId, mailId: job.mailId });
  }
}

const findRow = (tx: TenantTransaction, { tenantId, relatedPersonId }: RightMailJob) =>
  tx
    .selectFrom('related_person as related')
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'related.tenant_id').onRef('patient.id', '=', 'related.patient_id'),
    )
    .where('related.tenant_id', '=', tenantId)
    .where('related.id', '=', relatedPersonId)
    .select([
      'related.id',
      'related.patient_id',
      'related.relationship',
      'related.revoked_at',
      'related.sealed as related_sealed',
      'related.contact_index',
      'patient.sealed',
      'patient.erased_at',
      'patient.language',
    ])
    .select(wrappedKey)
    .executeTakeFirst();

/** In whose name the mail goes: where the patient was seen or is expected last, or else the clinic's first one. */
const findOrganization = (tx: TenantTransaction, tenantId: string, patientId: string) =>
  tx
    .selectFrom('organization')
    .leftJoin('location', (on) =>
      on
        .onRef('location.tenant_id', '=', 'organization.tenant_id')
        .onRef('location.organization_id', '=', 'organization.id'),
    )
    .leftJoin('appointment', (on) =>
      on
        .onRef('appointment.tenant_id', '=', 'location.tenant_id')
        .onRef('appointment.location_id', '=', 'location.id')
        .on('appointment.patient_id', '=', patientId),
    )
    .where('organization.tenant_id', '=', tenantId)
    .orderBy('appointment.start_at', (order) => order.desc().nullsLast())
    .orderBy('organization.id')
    .select(['organization.name', 'organization.telephone', 'organization.email'])
    .executeTakeFirst();

/** Whether somebody who acts has an address. Of one who cannot be read, and of whose address nothing is known, it may be theirs. */
async function isAddressOf(
  { tenantId, keys }: Pick<KeyScope, 'tenantId' | 'keys'>,
  email: string,
  row: NonNullable<Awaited<ReturnType<typeof findRow>>>,
): Promise<boolean> {
  try {
    const seal = await unwrapPatientKey({ tenantId, keys }, row.patient_id, row.patient_key);
    const related = await openRelated(seal, { id: row.id, sealed: row.related_sealed });
    return normalizeEmail(email) === normalizeEmail(related.email);
  } catch (error) {
    if (!isRecordDamage(error)) throw error;
    const index = await contactIndex(keys, tenantId, { kind: 'email', email });
    return row.contact_index === null || index.join() === Uint8Array.from(row.contact_index).join();
  }
}

async function compose(ports: Ports, tx: TenantTransaction, job: RightMailJob): Promise<OutgoingMail | undefined> {
  const { tenantId, mailId, change } = job;
  const row = await findRow(tx, job);
  if (row === undefined || row.erased_at !== null || (change === 'given' && row.revoked_at !== null)) return undefined;
  const organization = await findOrganization(tx, tenantId, row.patient_id);
  const reader = { tenantId, keys: ports.keys };
  await writeAuditEvents({ tx, tenantId }, ports.keys, createIdMaker(ports.clock, ports.random), [
    {
      action: 'sendRelatedPersonMail',
      principal: 'job:right-mail-send',
      resourceId: row.id,
      patientId: row.patient_id,
      purpose: 'PATADMIN',
      requestId: mailId,
    },
  ]);
  const patient = await openPatient(reader, row);
  if (patient === null || organization === undefined) return undefined;
  if (await isAddressOf(reader, patient.email, row)) return undefined;
  return {
    id: mailId,
    tenantId,
    patientId: row.patient_id,
    to: patient.email,
    replyTo: organization.email,
    fromName: organization.name,
    calendar: null,
    ...rightMailText({
      organizationName: organization.name,
      isForAnother: patient.contact !== null,
      languageTag: row.language,
      telephone: organization.telephone,
      change,
      isOwnChart: row.relationship === 'ONESELF',
    }),
  };
}
