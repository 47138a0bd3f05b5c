import type { RequestContext } from '../../http/context.ts';
import { Problem, notFound } from '../../problem.ts';

/** An appointment that is to be moved, as far as search and holds need it. */
export interface Replaceable {
  readonly id: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly practitionerId: string;
  readonly healthcareServiceId: string;
  readonly sessionId: string;
}

/** Whether this principal may know and change an appointment at all. */
export function mayChange(context: RequestContext, appointmentId: string): boolean {
  const { principal } = context;
  return principal.kind === 'secret' || (principal.kind === 'patient' && principal.appointmentId === appointmentId);
}

/**
 * Reads an appointment that the caller wants to move.
 *
 * @throws Problem `not-found` for who may not know it; `appointment-status-conflict` when it cannot move any more
 */
export async function requireReplaceable(context: RequestContext, appointmentId: string): Promise<Replaceable> {
  const row = mayChange(context, appointmentId)
    ? await context.tx
        .selectFrom('appointment')
        .select(['id', 'status', 'start_at', 'practitioner_id', 'healthcare_service_id', 'session_id'])
        .where('tenant_id', '=', context.tenantId)
        .where('id', '=', appointmentId)
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw notFound('appointment');
  if (row.status !== 'booked' || row.session_id === null) {
    throw new Problem('appointment-status-conflict', {
      detail: 'Only an appointment that is booked can move to another time.',
    });
  }
  return {
    id: row.id,
    start: row.start_at.getTime(),
    practitionerId: row.practitioner_id,
    healthcareServiceId: row.healthcare_service_id,
    sessionId: row.session_id,
  };
}

/** Whether an opening differs from the time that the appointment already has. */
export const isNewTime = (
  opening: { readonly start: number; readonly practitionerId: string },
  replaced: Replaceable | undefined,
): boolean =>
  replaced === undefined || opening.start !== replaced.start || opening.practitionerId !== replaced.practitionerId;
