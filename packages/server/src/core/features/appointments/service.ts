import type {
  CancellationReason,
  EndpointAnswer,
  EventType,
  acceptWaitlistOffer as acceptRow,
  appointmentCreateSchema,
  createAppointment as createRow,
  getAppointment as getRow,
} from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { reachOf } from '../../http/reach.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { createAccessToken } from '../appointment-access/access-token.ts';
import { endAccess } from '../appointment-access/live-access.ts';
import { deleteHold, type LiveHold } from '../holds/hold-repository.ts';
import { closeIfEmpty, handOverSeat, moveCount, removeSeat } from '../holds/seat-repository.ts';
import { requireLiveHold } from '../holds/service.ts';
import { queueAppointmentMails } from '../mail/queue-appointment-mails.ts';
import { actsForClinic } from '../visibility.ts';
import { endEntriesOf } from '../waitlist-entries/end-entries.ts';
import { endSurveyLinks } from '../survey-invitations/live-invitation.ts';
import { wakeWaitlist } from '../waitlist-entries/freed-time.ts';
import { askAfterVisit } from '../survey-mails/ask-after-visit.ts';
import {
  type AppointmentFilter,
  type AppointmentRow,
  findAppointment,
  listAppointmentRows,
  lockAppointment,
  toAppointment,
} from './appointment-repository.ts';
import { bookedBy, bookedByNobody } from './booked-by.ts';
import { bookedPatient } from './booked-patient.ts';
import { readVisitRule, requireEligibleAge, requireEligibleChart } from './eligibility.ts';
import { type AppointmentAct, refusalOf } from './status.ts';

type Answer = EndpointAnswer<typeof getRow>;
type Booked = EndpointAnswer<typeof acceptRow>;

/** Reads an appointment. @throws Problem `not-found` */
export async function requireAppointment(context: RequestContext, id: string): Promise<AppointmentRow> {
  const row = await findAppointment(context, id);
  if (row === undefined) throw notFound('appointment');
  context.touches(id, row.patient_id);
  return row;
}

/** Reads one appointment. */
export const getAppointment = async (context: RequestContext, id: string): Promise<Answer> =>
  toAppointment(context, await requireAppointment(context, id));

/** Lists the clinic's appointments, to a person their own; each one shown is one touched. */
export function listAppointments(
  context: RequestContext,
  query: AppointmentFilter & { cursor?: string | undefined; limit?: number | undefined },
) {
  return readPage(
    context,
    query,
    2,
    (after, limit) => listAppointmentRows(context, { ...query, ...ownOnly(context) }, after, limit),
    (row) => [row.start_at.toISOString(), row.id],
    (row): Promise<Answer> => {
      context.touches(row.id, row.patient_id);
      return toAppointment(context, row);
    },
  );
}

/** Of whom a list may tell. */
function ownOnly({ principal }: RequestContext): Pick<AppointmentFilter, 'patientId' | 'id' | 'isOfCurrentDay'> {
  const reach = reachOf(principal);
  switch (reach.of) {
    case 'clinic':
      return {};
    case 'current-day':
      return { isOfCurrentDay: true };
    case 'appointment':
      return { id: reach.appointmentId };
    case 'patient':
      return { patientId: reach.patientId };
    case 'waitlist-entry':
    case 'survey-invitation':
    case 'nothing':
      return { patientId: null };
  }
}

/**
 * Books the time of a hold, for a patient who is new or whose chart is known.
 *
 * @throws Problem `hold-expired` when the hold is over or was booked already, `not-eligible` when the kind of visit is not for the patient; nothing of the
 * booking stays
 */
export async function createAppointment(
  context: RequestContext,
  input: z.output<typeof appointmentCreateSchema>,
): Promise<EndpointAnswer<typeof createRow>> {
  const hold = await requireLiveHold(context, input.holdId, input.holdSecret);
  if (hold.replacesAppointmentId !== null)
    throw invalid('/body/holdId', 'is a hold for moving an appointment: use reschedule');
  const time = await readTime(context, hold);
  const rule = await readVisitRule(context, time);
  if (input.patient !== undefined) requireEligibleAge(rule, input.patient.birthDate);
  const patientId = await bookedPatient(context, input);
  await requireEligibleChart(context, rule, patientId);
  const id = await book(context, hold, time, patientId);
  // a key of few scopes would read by the credential what it may not
  return context.principal.kind === 'secret'
    ? { ...(await toAppointment(context, await readBack(context, id))), access: null }
    : withAccess(context, id);
}

/** Books the time of a hold that was claimed in this transaction, for a patient who waited for it and was asked the rules then. */
export const bookHold = async (context: RequestContext, hold: LiveHold, patientId: string): Promise<Booked> =>
  withAccess(context, await book(context, hold, await readTime(context, hold), patientId));

/** @returns its id */
async function book(
  context: RequestContext,
  hold: LiveHold,
  time: Awaited<ReturnType<typeof readTime>>,
  patientId: string,
): Promise<string> {
  const { tx, tenantId } = context;
  const id = context.newId('apt');
  await tx
    .insertInto('appointment')
    .values({
      tenant_id: tenantId,
      id,
      status: 'booked',
      patient_id: patientId,
      cancellation_reason: null,
      ...bookedBy(context),
      ...time,
    })
    .execute();
  await handOver(context, hold, id);
  await tell(context, id, 'booked');
  return id;
}

/** An appointment as its booker gets it: with a credential to change it. */
async function withAccess(context: RequestContext, id: string): Promise<Booked> {
  const row = await readBack(context, id);
  const access = await createAccessToken(
    context.keys,
    { now: () => context.now },
    context.tenantId,
    row,
    context.principal.kind === 'waitlist-link'
      ? 'by-link'
      : { booker: context.principal.kind === 'person' ? context.principal : undefined },
  );
  return { ...(await toAppointment(context, row)), access };
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
  const before = await requireChangeable(context, id, 'reschedule');
  const hold = await requireLiveHold(context, input.holdId, input.holdSecret);
  if (hold.replacesAppointmentId !== id)
    throw invalid('/body/holdId', 'must be a hold that was made with replacesAppointmentId for this appointment');
  await moveTo(context, before, hold);
  return toAppointment(context, await readBack(context, id));
}

/**
 * Moves an appointment to a time that was held for its patient as any other time is, from the waitlist.
 *
 * @throws Problem `appointment-status-conflict`; the appointment then keeps its time
 */
export async function moveToOffer(context: RequestContext, id: string, hold: LiveHold): Promise<Booked> {
  await moveTo(context, await requireChangeable(context, id, 'reschedule'), hold);
  return withAccess(context, id);
}

async function moveTo(context: RequestContext, before: AppointmentRow, hold: LiveHold): Promise<void> {
  const { tx, tenantId } = context;
  const { id } = before;
  const time = await readTime(context, hold);
  await moveCount(context, id, hold.id);
  await removeSeat(context, { appointmentId: id });
  await tx
    .updateTable('appointment')
    .set({ ...time, ...bookedBy(context), sequence: before.sequence + 1 })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  if (before.session_id !== null) await closeIfEmpty(context, before.session_id);
  await handOver(context, hold, id);
  await tell(context, id, 'rescheduled');
  await wakeWaitlist(context);
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
      ...bookedByNobody,
      cancellation_reason: reason ?? (actsForClinic(principal) ? 'prov' : 'pat'),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  if (before.session_id !== null) await closeIfEmpty(context, before.session_id);
  await endEntriesOf(context, { replacesAppointmentId: id });
  await tell(context, id, 'cancelled');
  await wakeWaitlist(context);
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
  const row = await readBack(context, id);
  await context.event(event, id, row.patient_id);
  if (act === 'fulfil') await askAfterVisit(context, row);
  return toAppointment(context, row);
}

/** Ends the mailed links to an appointment, and those that ask about it. @throws Problem `not-found` */
export async function revokeAppointmentAccess(context: RequestContext, id: string): Promise<undefined> {
  if (!(await endAccess(context, id))) throw notFound('appointment');
  await endSurveyLinks(context, { appointmentId: id });
  context.touches(id);
}

/** Exchanges a mailed link for the appointment and a short-lived credential. */
export async function createAppointmentSession(context: RequestContext) {
  const { principal } = context;
  if (principal.kind !== 'link') throw new Problem('permission-denied');
  const row = await findAppointment(context, principal.appointmentId);
  if (row === undefined) throw new Problem('credential-invalid');
  const day = 86_400_000;
  if (row.end_at.getTime() + day < context.now)
    throw new Problem('credential-expired', { detail: 'The visit is over. Call the clinic.' });
  context.touches(row.id, row.patient_id);
  return {
    appointment: await toAppointment(context, row),
    access: await createAccessToken(context.keys, { now: () => context.now }, context.tenantId, row, 'by-link'),
  };
}

async function requireChangeable(context: RequestContext, id: string, act: AppointmentAct): Promise<AppointmentRow> {
  await lockAppointment(context, id);
  const row = await requireAppointment(context, id);
  const by = actsForClinic(context.principal) ? 'clinic' : 'patient';
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
  const { sequence, patient_id: patientId } = await readBack(context, appointmentId);
  context.touches(appointmentId, patientId);
  await context.event(`appointment.${kind}`, appointmentId, patientId);
  await queueAppointmentMails(context, { appointmentId, sequence, kind });
}

async function readBack(context: RequestContext, id: string): Promise<AppointmentRow> {
  const row = await findAppointment(context, id);
  if (row === undefined) throw new Error('An appointment that was just written is gone.');
  return row;
}
