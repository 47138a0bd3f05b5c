import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { writeEvent } from '../../journal/write-event.ts';
import { type Job, MailRefused, type OutgoingMail, type Ports, type TenantTransaction } from '../../ports.ts';
import { openPatient } from '../patients/patient-record.ts';
import { endOffer } from '../waitlist-entries/end-entries.ts';
import { wakeWaitlist } from '../waitlist-entries/freed-time.ts';
import { createWaitlistLink } from '../waitlist-entries/link.ts';
import { noteWithheld } from './note-withheld.ts';
import type { TakeMail } from './send-mail.ts';
import { waitlistMailText } from './waitlist-mail-text.ts';

type WaitlistMailJob = Extract<Job, { kind: 'waitlist-mail-send' }>;

/**
 * Sends a mail to who waits, at least once, as {@link sendMail} does. One about an offer that is over, or to who waits no more, is superseded. Whoever joins
 * in the name of another must not fill that person's mailbox: beyond a count for each, whatever tag they invent, the mail is withheld, which the clinic sees as it does of a visit's.
 *
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendWaitlistMail(
  ports: Ports,
  {
    publicUrl,
    takeMail,
    onCommitted,
  }: { readonly publicUrl: string; readonly takeMail: TakeMail; readonly onCommitted?: () => void },
  job: WaitlistMailJob,
): Promise<void> {
  const mail = await inTenant(ports.database, job.tenantId, (tx) => claim(ports, tx, job));
  if (mail === undefined) return;
  let status: Outcome = 'accepted';
  try {
    const composed = await compose(ports, publicUrl, mail);
    if (!isCounted(mail) || (await takeMail(job.tenantId, composed.to))) await ports.mail.send(composed);
    else status = 'withheld';
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    status = 'refused';
  }
  await inTenant(ports.database, job.tenantId, async (tx) => {
    await setStatus(tx, job, status);
    if (status === 'withheld') await noteWithheld(ports, tx, { ...job, principal: 'job:waitlist-mail-send' });
    if (status === 'refused' && mail.offer_id !== null) await takeBack(ports, tx, mail);
  });
  if (status !== 'accepted') onCommitted?.();
}

type Outcome = 'accepted' | 'refused' | 'withheld';

/** Whether a mail is one more that somebody caused who has not shown that the mailbox is theirs. It is counted at its first try. */
const isCounted = ({ offer_id: offerId, is_proved: isProved, attempts }: Mail): boolean =>
  offerId === null && !isProved && attempts === 0;

/** Nobody can answer an offer that nobody gets: its time goes to the next in line. */
async function takeBack(
  ports: Ports,
  tx: TenantTransaction,
  { tenant_id: tenantId, entry_id: entryId }: Mail,
): Promise<void> {
  const scope = { tx, tenantId };
  await endOffer(scope, entryId);
  await writeEvent(scope, createIdMaker(ports.clock, ports.random), 'waitlist-entry.changed', entryId);
  await wakeWaitlist({ ...scope, enqueue: (next) => ports.jobs.enqueue(tx, next) });
}

function findWaitlistMail(tx: TenantTransaction, { tenantId, mailId }: WaitlistMailJob) {
  return tx
    .selectFrom('waitlist_mail as mail')
    .innerJoin('waitlist_entry as entry', (on) =>
      on.onRef('entry.tenant_id', '=', 'mail.tenant_id').onRef('entry.id', '=', 'mail.entry_id'),
    )
    .innerJoin('healthcare_service as service', (on) =>
      on.onRef('service.tenant_id', '=', 'mail.tenant_id').onRef('service.id', '=', 'entry.healthcare_service_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'mail.tenant_id')
        .onRef('organization.id', '=', 'service.organization_id'),
    )
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'mail.tenant_id').onRef('patient.id', '=', 'entry.patient_id'),
    )
    .leftJoin('openprm_keys.patient_key as key', (on) =>
      on.onRef('key.tenant_id', '=', 'patient.tenant_id').onRef('key.patient_id', '=', 'patient.id'),
    )
    .leftJoin('waitlist_offer as offer', (on) =>
      on.onRef('offer.tenant_id', '=', 'mail.tenant_id').onRef('offer.id', '=', 'mail.offer_id'),
    )
    .leftJoin('hold', (on) => on.onRef('hold.tenant_id', '=', 'offer.tenant_id').onRef('hold.id', '=', 'offer.hold_id'))
    .leftJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'offer.tenant_id').onRef('location.id', '=', 'offer.location_id'),
    )
    .where('mail.tenant_id', '=', tenantId)
    .where('mail.id', '=', mailId)
    .where('mail.status', '=', 'queued')
    .select([
      'mail.tenant_id',
      'mail.id',
      'mail.attempts',
      'mail.offer_id',
      'entry.id as entry_id',
      'entry.status as entry_status',
      'entry.link_version',
      'entry.is_proved',
      'entry.patient_id',
      'service.mode',
      'organization.name as organization_name',
      'organization.telephone as organization_telephone',
      'organization.email as organization_email',
      'patient.sealed',
      'patient.erased_at',
      'patient.language',
      'key.wrapped as patient_key',
      'offer.status as offer_status',
      'offer.start_at',
      'offer.expires_at',
      'location.name as location_name',
      'location.address',
      'location.telephone as location_telephone',
      'location.time_zone',
    ])
    .select(sql<boolean>`coalesce(hold.expires_at > clock_timestamp(), false)`.as('is_held'))
    .executeTakeFirst();
}

type Mail = NonNullable<Awaited<ReturnType<typeof findWaitlistMail>>>;

/** Takes a mail that is due. Of two runs that begin together one gets it, by a compare-and-set on the count of attempts. */
async function claim(ports: Ports, tx: TenantTransaction, job: WaitlistMailJob): Promise<Mail | undefined> {
  const mail = await findWaitlistMail(tx, job);
  if (mail === undefined) return undefined;
  const isOver = mail.offer_id !== null && (mail.offer_status !== 'needs-action' || !mail.is_held);
  if (isOver || mail.entry_status !== 'waitlist' || mail.erased_at !== null) {
    await setStatus(tx, job, 'superseded');
    return undefined;
  }
  const { numUpdatedRows } = await tx
    .updateTable('waitlist_mail')
    .set({ attempts: mail.attempts + 1 })
    .where('tenant_id', '=', job.tenantId)
    .where('id', '=', job.mailId)
    .where('status', '=', 'queued')
    .where('attempts', '=', mail.attempts)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return undefined;
  await writeAuditEvents({ tx, tenantId: job.tenantId }, ports.keys, createIdMaker(ports.clock, ports.random), [
    {
      action: 'sendWaitlistMail',
      principal: 'job:waitlist-mail-send',
      resourceId: mail.entry_id,
      patientId: mail.patient_id,
      purpose: 'PATADMIN',
      requestId: mail.id,
    },
  ]);
  return mail;
}

async function setStatus(
  tx: TenantTransaction,
  { tenantId, mailId }: WaitlistMailJob,
  status: Outcome | 'superseded',
): Promise<void> {
  await tx
    .updateTable('waitlist_mail')
    .set({ status })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', mailId)
    .where('status', '=', 'queued')
    .execute();
}

async function compose({ keys }: Ports, publicUrl: string, mail: Mail): Promise<OutgoingMail> {
  const patient = await openPatient({ tenantId: mail.tenant_id, keys }, mail);
  if (patient === null) throw new MailRefused('The patient was erased.');
  const secret = await createWaitlistLink(keys, mail.tenant_id, mail.entry_id, mail.link_version);
  const language = mail.language === null ? '' : `?lang=${encodeURIComponent(mail.language)}`;
  const { start_at: start, expires_at: expiresAt, address, time_zone: timeZone, location_name: locationName } = mail;
  const offer =
    start === null || expiresAt === null || address === null || timeZone === null || locationName === null
      ? null
      : {
          place: { mode: mail.mode, locationName, address },
          start: start.getTime(),
          expiresAt: expiresAt.getTime(),
          timeZone,
        };
  return {
    id: mail.id,
    tenantId: mail.tenant_id,
    patientId: mail.patient_id,
    to: patient.email,
    replyTo: mail.organization_email,
    fromName: mail.organization_name,
    calendar: null,
    ...waitlistMailText({
      organizationName: mail.organization_name,
      isForAnother: patient.contact !== null,
      languageTag: mail.language,
      telephone: mail.location_telephone ?? mail.organization_telephone,
      link: `${publicUrl}/waitlist${language}#${secret}`,
      offer,
    }),
  };
}
