import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';

/** A visit that took place. */
export interface FulfilledVisit {
  readonly id: string;
  readonly patient_id: string;
  readonly healthcare_service_id: string;
}

/** Notes, in the transaction that notes the visit, which surveys of its organization ask about it and when. Whether anybody is asked is decided when it is due. */
export async function askAfterVisit(
  { tx, tenantId, newId, enqueue }: RequestContext,
  { id: appointmentId, patient_id: patientId, healthcare_service_id: serviceId }: FulfilledVisit,
): Promise<void> {
  const surveys = await tx
    .selectFrom('survey')
    .select(['id', 'mode', 'delivery'])
    .where('tenant_id', '=', tenantId)
    .where('active', '=', true)
    .where('organization_id', 'in', (from) =>
      from
        .selectFrom('healthcare_service as service')
        .select('service.organization_id')
        .where('service.tenant_id', '=', tenantId)
        .where('service.id', '=', serviceId),
    )
    .where('delivery', 'is not', null)
    .execute();
  for (const { id: surveyId, mode, delivery } of surveys) {
    if (delivery === null || mode === 'anonymous') continue;
    const { healthcareServiceIds, delayMinutes } = delivery;
    if (healthcareServiceIds.length > 0 && !healthcareServiceIds.includes(serviceId)) continue;
    const mailId = newId('mail');
    const isDue = delayMinutes === 0;
    const noted = await tx
      .insertInto('survey_mail')
      .values({
        tenant_id: tenantId,
        id: mailId,
        survey_id: surveyId,
        mode,
        patient_id: patientId,
        appointment_id: appointmentId,
        due_at: sql<Date>`now() + make_interval(mins => ${delayMinutes}::integer)`,
        status: isDue ? 'queued' : 'waiting',
      })
      .onConflict((conflict) => conflict.constraint('survey_mail_of_visit').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (isDue && noted !== undefined) await enqueue({ kind: 'survey-mail-send', tenantId, mailId });
  }
}
