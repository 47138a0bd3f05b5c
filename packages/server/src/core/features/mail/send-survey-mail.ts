import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { type Job, MailRefused, type OutgoingMail, type Ports, type TenantTransaction } from '../../ports.ts';
import { readDecision } from '../consents/consent-repository.ts';
import { listChartsOfSamePerson } from '../persons/same-person.ts';
import { openPatient } from '../patients/patient-record.ts';
import { wrappedKey } from '../patients/wrapped-key.ts';
import { findInvitationOfVisit, insertInvitation } from '../survey-invitations/invitation-repository.ts';
import { createSurveyLink } from '../survey-invitations/link.ts';
import { surveyMailText } from './survey-mail-text.ts';

type SurveyMailJob = Extract<Job, { kind: 'survey-mail-send' }>;

/**
 * Sends a mail that asks, at least once. Whether its patient wants it, and was not asked too lately, is looked at now, in one transaction with the link that it brings. One about a visit that did not take place
 * after all, or that somebody else booked and gave their own address for, of a survey of another organization, or of a survey or a link that has ended, is superseded.
 *
 * @throws whatever the channel throws other than MailRefused, so that the queue tries again
 */
export async function sendSurveyMail(
  ports: Ports,
  { publicUrl }: { readonly publicUrl: string },
  job: SurveyMailJob,
): Promise<void> {
  const mail = await inTenant(ports.database, job.tenantId, (tx) => claim(ports, tx, job));
  if (mail === undefined) return;
  let status: 'accepted' | 'refused' = 'accepted';
  try {
    await ports.mail.send(compose(publicUrl, mail));
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    status = 'refused';
  }
  await inTenant(ports.database, job.tenantId, async (tx) => {
    await setStatus(tx, job, { status });
    if (status === 'refused') await forgetAsked({ tx, tenantId: job.tenantId }, mail.patient_id);
  });
}

function findSurveyMail(tx: TenantTransaction, { tenantId, mailId }: SurveyMailJob) {
  return tx
    .selectFrom('survey_mail as mail')
    .innerJoin('survey', (on) =>
      on.onRef('survey.tenant_id', '=', 'mail.tenant_id').onRef('survey.id', '=', 'mail.survey_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'survey.tenant_id')
        .onRef('organization.id', '=', 'survey.organization_id'),
    )
    .innerJoin('appointment', (on) =>
      on.onRef('appointment.tenant_id', '=', 'mail.tenant_id').onRef('appointment.id', '=', 'mail.appointment_id'),
    )
    .innerJoin('healthcare_service as service', (on) =>
      on
        .onRef('service.tenant_id', '=', 'appointment.tenant_id')
        .onRef('service.id', '=', 'appointment.healthcare_service_id'),
    )
    .innerJoin('patient', (on) =>
      on.onRef('patient.tenant_id', '=', 'mail.tenant_id').onRef('patient.id', '=', 'mail.patient_id'),
    )
    .where('mail.tenant_id', '=', tenantId)
    .where('mail.id', '=', mailId)
    .where('mail.status', '=', 'queued')
    .select([
      'mail.tenant_id',
      'mail.id',
      'mail.survey_id',
      'mail.mode',
      'mail.patient_id',
      'mail.appointment_id',
      'mail.invitation_id',
      'mail.attempts',
      'survey.active',
      'survey.delivery',
      'survey.minutes',
      'organization.name as organization_name',
      'organization.telephone as organization_telephone',
      'organization.email as organization_email',
      'appointment.status as visit_status',
      'service.organization_id as visit_organization_id',
      'survey.organization_id',
      'patient.sealed',
      'patient.erased_at',
      'patient.language',
    ])
    .select(wrappedKey)
    .forUpdate('mail')
    .executeTakeFirst();
}

type Mail = NonNullable<Awaited<ReturnType<typeof findSurveyMail>>>;
/** A mail with its patient's address and the link that it brings. */
type ClaimedMail = Mail & { readonly email: string; readonly secret: string };

/** Takes a mail that is due, if it may go. Of two runs that begin together one comes after the other, by the lock on its row. */
async function claim(ports: Ports, tx: TenantTransaction, job: SurveyMailJob): Promise<ClaimedMail | undefined> {
  const { tenantId } = job;
  const scope = { tx, tenantId };
  const mail = await findSurveyMail(tx, job);
  if (mail === undefined) return undefined;
  const { delivery, patient_id: patientId } = mail;
  const isOfVisit = mail.visit_organization_id === mail.organization_id && mail.visit_status === 'fulfilled';
  if (!mail.active || delivery === null || mail.erased_at !== null || !isOfVisit)
    return setStatus(tx, job, { status: 'superseded' });
  const charts = await listChartsOfSamePerson(scope, patientId);
  const decision = await readDecision(scope, charts, 'survey-mail');
  if (decision === 'deny' || (decision === undefined && delivery.consent === 'opt-in'))
    return setStatus(tx, job, { status: 'withheld', reason: 'consent' });

  const newId = createIdMaker(ports.clock, ports.random);
  const { appointment_id: appointmentId } = mail;
  const before = await findInvitationOfVisit(scope, { surveyId: mail.survey_id, appointmentId });
  // the clinic has asked about this visit by itself, or has ended the link since the last try
  if (before !== undefined && (before.id !== mail.invitation_id || !before.answers))
    return setStatus(tx, job, { status: 'superseded' });
  await writeAuditEvents(scope, ports.keys, newId, [
    {
      action: 'sendSurveyMail',
      principal: 'job:survey-mail-send',
      resourceId: appointmentId,
      patientId,
      purpose: 'PATADMIN',
      requestId: mail.id,
    },
  ]);
  const patient = await openPatient({ tenantId, keys: ports.keys }, mail);
  // the address is of who booked for them, whose answers would count as the patient's
  if (patient === null || patient.contact !== null) return setStatus(tx, job, { status: 'superseded' });

  let link = before;
  if (link === undefined) {
    if (!(await isAskedAgain(scope, charts, delivery.throttleDays)))
      return setStatus(tx, job, { status: 'withheld', reason: 'throttle' });
    const id = newId('svi');
    const survey = { id: mail.survey_id, mode: mail.mode };
    const made = await insertInvitation(scope, { id, survey, patientId, appointmentId, now: ports.clock.now() });
    if (made === undefined) return setStatus(tx, job, { status: 'superseded' });
    link = { id: made.id, link_version: made.link_version, answers: true };
  }
  await tx
    .updateTable('survey_mail')
    .set({ attempts: mail.attempts + 1, invitation_id: link.id })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', job.mailId)
    .execute();
  return {
    ...mail,
    email: patient.email,
    secret: await createSurveyLink(ports.keys, tenantId, link.id, link.link_version),
  };
}

/**
 * Whether so many days are over since a person was asked last; then it is noted that they are asked now. Two mails to one person at once wait for one another at the row of the first of their charts.
 *
 * @param charts all that are the person's, in their order
 */
async function isAskedAgain(
  { tx, tenantId }: TenantScope,
  charts: readonly string[],
  throttleDays: number,
): Promise<boolean> {
  const before = sql`now() - make_interval(days => ${throttleDays}::integer)`;
  const { rows } = await sql`
    insert into survey_throttle (tenant_id, patient_id, last_asked_at)
      select ${tenantId}, ${charts[0]}, now() where not exists (
        select from survey_throttle where tenant_id = ${tenantId} and patient_id = any(${[...charts]}::text[]) and last_asked_at > ${before})
    on conflict (tenant_id, patient_id) do update set last_asked_at = now() where survey_throttle.last_asked_at <= ${before}
    returning patient_id`.execute(tx);
  return rows.length > 0;
}

/** Who got no mail was not asked by it: when they were asked last is when the last of their links was made that they were given. */
async function forgetAsked({ tx, tenantId }: TenantScope, patientId: string): Promise<void> {
  const charts = await listChartsOfSamePerson({ tx, tenantId }, patientId);
  const whose = sql`tenant_id = ${tenantId} and patient_id = any(${[...charts]}::text[])`;
  const { rows } = await sql<{ at: Date | null }>`
    select max(created_at) as at from survey_invitation as invitation where ${whose} and not exists (
      select from survey_mail as mail where mail.tenant_id = invitation.tenant_id and mail.invitation_id = invitation.id and mail.status = 'refused')`.execute(
    tx,
  );
  const at = rows[0]?.at ?? null;
  if (at === null) await sql`delete from survey_throttle where ${whose}`.execute(tx);
  else
    await sql`update survey_throttle set last_asked_at = least(last_asked_at, ${at}::timestamptz) where ${whose}`.execute(
      tx,
    );
}

/** @returns undefined, for who has nothing more to do */
async function setStatus(
  tx: TenantTransaction,
  { tenantId, mailId }: SurveyMailJob,
  status:
    | { readonly status: 'accepted' | 'refused' | 'superseded' }
    | { readonly status: 'withheld'; readonly reason: 'consent' | 'throttle' },
): Promise<undefined> {
  await tx
    .updateTable('survey_mail')
    .set(status)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', mailId)
    .where('status', '=', 'queued')
    .execute();
}

function compose(publicUrl: string, mail: ClaimedMail): OutgoingMail {
  const { secret } = mail;
  const language = mail.language === null ? '' : `?lang=${encodeURIComponent(mail.language)}`;
  return {
    id: mail.id,
    tenantId: mail.tenant_id,
    patientId: mail.patient_id,
    to: mail.email,
    replyTo: mail.organization_email,
    fromName: mail.organization_name,
    calendar: null,
    ...surveyMailText({
      organizationName: mail.organization_name,
      languageTag: mail.language,
      telephone: mail.organization_telephone,
      minutes: mail.minutes,
      link: `${publicUrl}/survey${language}#${secret}`,
      declineLink: `${publicUrl}/unsubscribe${language}#${secret}`,
    }),
  };
}
