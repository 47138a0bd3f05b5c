import type {
  AppointmentBooked,
  CancellationReason,
  EndpointAnswer,
  appointmentCreateSchema,
  createAppointment as createRow,
  getAppointment as getRow,
} from '@openprm/contract';
import type * as z from 'zod/mini';
import type { EventType, RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { createAccessToken } from '../appointment-access/access-token.ts';
import { deleteHold, type LiveHold } from '../holds/hold-repository.ts';
import { closeIfEmpty, handOverSeat, moveCount, removeSeat } from '../holds/seat-repository.ts';
import { requireLiveHold } from '../holds/service.ts';
import { queueAppointmentMails } from '../mail/queue-appointment-mails.ts';
import { addUnverifiedPatient } from '../patients/patient-repository.ts';
import {
  type AppointmentFilter,
  type AppointmentRow,
  findAppointment,
  listAppointmentRows,
  lockAppointment,
  toAppointment,
} from './appointment-repository.ts';
import { mayChange } from './replaceable.ts';
import { type AppointmentAct, refusalOf } from './status.ts';

type Answer = EndpointAnswer<typeof getRow>;

/** Reads an appointment for who may know it. @throws Problem `not-found`, for what is absent and what is another's alike */
export async function requireAppointment(context: RequestContext, id: string): Promise<AppointmentRow> {
  const row = mayChange(context, id) ? await findAppointment(context, id) : undefined;
  if (row === undefined) throw notFound('appointment');
  context.touches(id);
  return row;
}

/** Reads one appointment. */
export const getAppointment = async (context: RequestContext, id: string): Promise<Answer> =>
  toAppointment(context, await requireAppointment(context, id));

/** Lists the clinic's appointments; each one shown is one touched. */
export function listAppointments(
  context: RequestContext,
  query: AppointmentFilter & { cursor?: string | undefined; limit?: number | undefined },
) {
  return readPage(
    query,
    2,
    (after, limit) => listAppointmentRows(context, query, after, limit),
    (row) => [row.start_at.toISOString(), row.id],
    (row): Promise<Answer> => {
      context.touches(row.id);
      return toAppointment(context, row);
    },
  );
}

/**
 * Books the time of a hold, for a new, unverified patient.
 *
 * @throws Problem `hold-expired` when the hold is over or was booked already; nothing of the booking stays
 */
export async function createAppointment(
  context: RequestContext,
  input: z.output<typeof appointmentCreateSchema>,
): Promise<EndpointAnswer<typeof createRow>> {
  const { tx, tenantId } = context;
  const hold = await requireLiveHold(context, input.holdId, input.holdSecret);
  if (hold.replacesAppointmentId !== null)
    throw invalid('/body/holdId', 'is a hold for moving an appointment: use reschedule');
  const time = await readTime(context, hold);
  const patientId = await addUnverifiedPatient(context, input.patient);
  const id = context.newId('apt');
  await tx
    .insertInto('appointment')
    .values({ tenant_id: tenantId, id, status: 'booked', patient_id: patientId, cancellation_reason: null, ...time })
    .execute();
  await handOver(context, hold, id);
  await tell(context, id, 'booked');
  const booked = await toAppointment(context, await readBack(context, id));
  const access: AppointmentBooked['access'] = await createAccessToken(
    context.keys,
    { now: () => context.now },
    tenantId,
    id,
  );
  return { ...booked, access };
}

/**
 * Moves an appointment to the time of a hold that was made for it: one transaction takes the new time and frees the old.
 *
 * @throws Problem `hold-expired` or `appointment-status-conflict`; the appointment then keeps its time
 */
export async function rescheduleAppointment(
  context: RequestContext,
  id: string,
  input: { holdId: string; holdSecret: string },
): Promise<Answer> {
  const { tx, tenantId } = context;
  const before = await requireChangeable(context, id, 'reschedule');
  const hold = await requireLiveHold(context, input.holdId, input.holdSecret);
  if (hold.replacesAppointmentId !== id)
    throw invalid('/body/holdId', 'must be a hold that was made with replacesAppointmentId for this appointment');
  const time = await readTime(context, hold);
  await moveCount(context, id, hold.id);
  await removeSeat(context, { appointmentId: id });
  await tx
    .updateTable('appointment')
    .set({ ...time, sequence: before.sequence + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  if (before.session_id !== null) await closeIfEmpty(context, before.session_id);
  await handOver(context, hold, id);
  await tell(context, id, 'rescheduled');
  return toAppointment(context, await readBack(context, id));
}

/** Cancels an appointment and frees its time. */
export async function cancelAppointment(
  context: RequestContext,
  id: string,
  reason: CancellationReason | undefined,
): Promise<Answer> {
  const { tx, tenantId, principal } = context;
  const before = await requireChangeable(context, id, 'cancel');
  await removeSeat(context, { appointmentId: id });
  await tx
    .updateTable('appointment')
    .set({
      status: 'cancelled',
      session_id: null,
      sequence: before.sequence + 1,
      cancellation_reason: reason ?? (principal.kind === 'patient' ? 'pat' : 'prov'),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  if (before.session_id !== null) await closeIfEmpty(context, before.session_id);
  await tell(context, id, 'cancelled');
  return toAppointment(context, await readBack(context, id));
}

const acts = {
  arrive: { status: 'arrived', event: 'appointment.arrived' },
  fulfil: { status: 'fulfilled', event: 'appointment.fulfilled' },
  'no-show': { status: 'noshow', event: 'appointment.noshow' },
} as const satisfies Partial<Record<AppointmentAct, { status: AppointmentRow['status']; event: EventType }>>;

/** Notes what happened at the clinic. */
export async function noteAct(context: RequestContext, id: string, act: keyof typeof acts): Promise<Answer> {
  await requireChangeable(context, id, act);
  const { status, event } = acts[act];
  await context.tx
    .updateTable('appointment')
    .set({ status })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await context.event(event, id);
  return toAppointment(context, await readBack(context, id));
}

/** Exchanges a mailed link for the appointment and a short-lived credential. */
export async function createAppointmentSession(context: RequestContext) {
  const { principal } = context;
  if (principal.kind !== 'link') throw new Problem('permission-denied');
  const row = await findAppointment(context, principal.appointmentId);
  if (row === undefined || row.link_version !== principal.linkVersion) throw new Problem('credential-invalid');
  const day = 86_400_000;
  if (row.end_at.getTime() + day < context.now)
    throw new Problem('credential-expired', { detail: 'The visit is over. Call the clinic.' });
  context.touches(row.id);
  return {
    appointment: await toAppointment(context, row),
    access: await createAccessToken(context.keys, { now: () => context.now }, context.tenantId, row.id),
  };
}

async function requireChangeable(context: RequestContext, id: string, act: AppointmentAct): Promise<AppointmentRow> {
  if (mayChange(context, id)) await lockAppointment(context, id);
  const row = await requireAppointment(context, id);
  const by = context.principal.kind === 'patient' ? 'patient' : 'clinic';
  const refusal = refusalOf(act, row.status, row.start_at.getTime(), context.now, by);
  if (refusal !== undefined) throw new Problem('appointment-status-conflict', { detail: refusal });
  return row;
}

/** The time and place that a hold stands for, as an appointment keeps them. */
async function readTime({ tx, tenantId }: RequestContext, hold: LiveHold) {
  return tx
    .selectFrom('session')
    .innerJoin('schedule', (on) =>
      on.onRef('schedule.tenant_id', '=', 'session.tenant_id').onRef('schedule.id', '=', 'session.schedule_id'),
    )
    .innerJoin('practitioner_role as role', (on) =>
      on.onRef('role.tenant_id', '=', 'schedule.tenant_id').onRef('role.id', '=', 'schedule.practitioner_role_id'),
    )
    .where('session.tenant_id', '=', tenantId)
    .where('session.id', '=', hold.sessionId)
    .select([
      'session.id as session_id',
      'session.schedule_id',
      'session.healthcare_service_id',
      'session.start_at',
      'session.end_at',
      'role.practitioner_id',
      'role.location_id',
    ])
    .executeTakeFirstOrThrow();
}

async function handOver(context: RequestContext, hold: LiveHold, appointmentId: string): Promise<void> {
  await handOverSeat(context, hold.id, appointmentId);
  await deleteHold(context, hold.id);
}

async function tell(
  context: RequestContext,
  appointmentId: string,
  kind: 'booked' | 'rescheduled' | 'cancelled',
): Promise<void> {
  const { sequence } = await readBack(context, appointmentId);
  context.touches(appointmentId);
  await context.event(`appointment.${kind}`, appointmentId);
  await queueAppointmentMails(context, { appointmentId, sequence, kind });
}

async function readBack(context: RequestContext, id: string): Promise<AppointmentRow> {
  const row = await findAppointment(context, id);
  if (row === undefined) throw new Error('An appointment that was just written is gone.');
  return row;
}
