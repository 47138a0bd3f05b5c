import type { RequestContext } from '../../http/context.ts';
import type { Tables } from '../../database/tables.ts';
import { hasShownAddress } from '../persons/shown-address.ts';

/** A change of an appointment that is told by mail. */
export interface AppointmentChange {
  readonly appointmentId: string;
  /** The appointment's sequence after the change. */
  readonly sequence: number;
  readonly kind: Tables['mail']['kind'];
}

/**
 * Queues the mails that tell of a change, to the patient and, if it has an e-mail address, to the organization. Rows and jobs stand in the
 * request's transaction: they exist exactly if the change does.
 */
export async function queueAppointmentMails(
  context: RequestContext,
  { appointmentId, sequence, kind }: AppointmentChange,
): Promise<void> {
  const { tx, tenantId } = context;
  // who may have typed another's address: only so many mails of theirs go to it
  const isCounted = !(await hasShownAddress(context));
  const { email } = await tx
    .selectFrom('appointment')
    .innerJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'appointment.tenant_id').onRef('location.id', '=', 'appointment.location_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'location.tenant_id')
        .onRef('organization.id', '=', 'location.organization_id'),
    )
    .where('appointment.tenant_id', '=', tenantId)
    .where('appointment.id', '=', appointmentId)
    .select('organization.email')
    .executeTakeFirstOrThrow();
  const recipients = email === null ? (['patient'] as const) : (['patient', 'organization'] as const);
  for (const recipient of recipients) {
    const mailId = context.newId('mail');
    await tx
      .insertInto('mail')
      .values({
        tenant_id: tenantId,
        id: mailId,
        appointment_id: appointmentId,
        sequence,
        kind,
        recipient,
        counted: recipient === 'patient' && isCounted,
      })
      .execute();
    await context.enqueue({ kind: 'mail-send', tenantId, mailId });
  }
}
