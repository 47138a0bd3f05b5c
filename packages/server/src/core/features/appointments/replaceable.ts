import type { RequestContext } from '../../http/context.ts';
import { Problem, notFound } from '../../problem.ts';
import { actsForClinic } from '../visibility.ts';
import { refusalOf } from './status.ts';

/** An appointment that is to be moved, as far as search and holds need it. */
export interface Replaceable {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly practitionerId: string;
  readonly healthcareServiceId: string;
  readonly sessionId: string;
  readonly scheduleId: string;
  /** The local date that its schedule counts it on. */
  readonly date: string;
}

/**
 * Reads an appointment that the caller wants to move.
 *
 * @throws Problem `not-found`; `appointment-status-conflict` when it cannot move any more
 */
export async function requireReplaceable(context: RequestContext, appointmentId: string): Promise<Replaceable> {
  const row = await context.tx
    .selectFrom('appointment')
    .leftJoin('session', (on) =>
      on.onRef('session.tenant_id', '=', 'appointment.tenant_id').onRef('session.id', '=', 'appointment.session_id'),
    )
    .select([
      'appointment.id',
      'appointment.status',
      'appointment.start_at',
      'appointment.practitioner_id',
      'appointment.healthcare_service_id',
      'appointment.session_id',
      'appointment.schedule_id',
      'session.date',
    ])
    .where('appointment.tenant_id', '=', context.tenantId)
    .where('appointment.id', '=', appointmentId)
    .executeTakeFirst();
  if (row === undefined) throw notFound('appointment');
  const by = actsForClinic(context.principal) ? 'clinic' : 'patient';
  const refusal = refusalOf('reschedule', row.status, row.start_at.getTime(), context.now, by);
  if (refusal !== undefined || row.session_id === null || row.date === null) {
    throw new Problem('appointment-status-conflict', {
      detail: refusal ?? 'The appointment has no time that could move.',
    });
  }
  return {
    id: row.id,
    start: row.start_at.getTime(),
    practitionerId: row.practitioner_id,
    healthcareServiceId: row.healthcare_service_id,
    sessionId: row.session_id,
    scheduleId: row.schedule_id,
    date: row.date,
  };
}

/** Whether an opening differs from the time that the appointment already has. */
export const isNewTime = (
  opening: { readonly start: number; readonly practitionerId: string },
  replaced: Replaceable | undefined,
): boolean =>
  replaced === undefined || opening.start !== replaced.start || opening.practitionerId !== replaced.practitionerId;
