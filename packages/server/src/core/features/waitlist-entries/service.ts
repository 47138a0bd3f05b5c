import type {
  EndpointAnswer,
  createWaitlistEntry as createRow,
  getWaitlistEntry as getRow,
  waitlistEntryCreateSchema,
  waitlistWishSchema,
} from '@openprm/contract';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { reachOf } from '../../http/reach.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { localDateOf } from '../../scheduling/openings.ts';
import { bookedPatient } from '../appointments/booked-patient.ts';
import { lockAppointment } from '../appointments/appointment-repository.ts';
import { readVisitRule, requireEligibleAge, requireEligibleChart } from '../appointments/eligibility.ts';
import { requireReplaceable } from '../appointments/replaceable.ts';
import { missingReference } from '../references.ts';
import { actsForClinic } from '../visibility.ts';
import { readOffer } from '../slots/offer-repository.ts';
import { endEntriesOf, endOffer } from './end-entries.ts';
import {
  type EntryFilter,
  type EntryRow,
  findNewestOffer,
  listEntryRows,
  lockEntry,
  requireEntry,
  toWaitlistEntry,
} from './entry-repository.ts';
import { wakeWaitlist } from './freed-time.ts';
import { offerWaitlistTime } from './offer-by-hand.ts';
import { isProved, noteProved } from './proved.ts';
import { queueWaitlistMail } from './queue-waitlist-mail.ts';
import { canUndo, createUndo } from './undo.ts';

type Answer = EndpointAnswer<typeof getRow>;
type Joined = EndpointAnswer<typeof createRow>;
type Input = z.output<typeof waitlistEntryCreateSchema>;
/** What {@link readWish} reads: of who joins, or of who waits already. */
type WishInput = Pick<
  Input,
  'healthcareServiceId' | 'locationId' | 'practitionerId' | 'requestedPeriod' | 'availableTime'
>;

/**
 * Adds somebody to the list. It reads and changes no chart of an anonymous visitor's, as a booking does not. Who waits for an earlier time of a visit
 * waits once for each visit: joining again changes what they wait for, and keeps their place.
 *
 * @throws Problem `not-found` for what is not offered here; `appointment-status-conflict` for a visit that cannot move
 */
export async function createWaitlistEntry(context: RequestContext, input: Input): Promise<Joined> {
  if (input.replacesAppointmentId !== undefined && (input.patient !== undefined || input.patientId !== undefined))
    throw invalid(
      '/body/replacesAppointmentId',
      "is about that appointment's patient: leave patient and patientId out",
    );
  const replaced =
    input.replacesAppointmentId === undefined ? undefined : await requireOwnVisit(context, input.replacesAppointmentId);
  if (replaced !== undefined && replaced.healthcareServiceId !== input.healthcareServiceId)
    throw invalid('/body/healthcareServiceId', 'must be that of the appointment');
  const { wish, locationId } = await readWish(context, input, replaced?.start);
  const known = replaced && (await changeWish(context, replaced.id, wish));
  const id =
    known ??
    (await addEntry(context, {
      ...wish,
      patient_id: replaced?.patientId ?? (await waitingPatient(context, input, locationId)),
      replaces_appointment_id: replaced?.id ?? null,
    }));
  await context.event('waitlist-entry.changed', id);
  const row = await requireEntry(context, id);
  const mayUndo = known === undefined && !actsForClinic(context.principal);
  return { ...(await answerOf(context, row)), undo: mayUndo ? await createUndo(context, id, row.created_at) : null };
}

/** What of an entry's row says what is waited for. */
type WishColumns = Awaited<ReturnType<typeof readWish>>['wish'];

/** Who waits, by the rules of a booking, as of today: whom the kind of visit is not for need not wait for it. @throws Problem `not-eligible` */
async function waitingPatient(context: RequestContext, input: Input, locationId: string): Promise<string> {
  const rule = await readVisitRule(context, {
    healthcare_service_id: input.healthcareServiceId,
    location_id: locationId,
    start_at: new Date(context.now),
  });
  if (input.patient !== undefined) requireEligibleAge(rule, input.patient.birthDate);
  const patientId = await bookedPatient(context, input);
  await requireEligibleChart(context, rule, patientId);
  return patientId;
}

/** The visit that an earlier time would replace, with its patient. Two who join for it at once come one after the other. */
async function requireOwnVisit(context: RequestContext, appointmentId: string) {
  await lockAppointment(context, appointmentId);
  const replaced = await requireReplaceable(context, appointmentId);
  const { patient_id: patientId } = await context.tx
    .selectFrom('appointment')
    .select('patient_id')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', appointmentId)
    .executeTakeFirstOrThrow();
  return { ...replaced, patientId };
}

/** @param visitStart of the visit that an earlier time would replace, in epoch milliseconds */
async function readWish(context: RequestContext, input: WishInput, visitStart: number | undefined) {
  const { healthcareServiceId, locationId, practitionerId, requestedPeriod = {}, availableTime = [] } = input;
  const offer = await readOffer(context, healthcareServiceId, { locationId, practitionerId });
  if (offer === undefined) throw missingReference('healthcare_service', '/body/healthcareServiceId');
  const [schedule] = offer.schedules;
  if (schedule === undefined) {
    if (practitionerId !== undefined) throw missingReference('practitioner', '/body/practitionerId');
    if (locationId !== undefined) throw missingReference('location', '/body/locationId');
    throw missingReference('healthcare_service', '/body/healthcareServiceId');
  }
  const { timeZone } = schedule;
  const today = localDateOf(context.now, timeZone);
  const lastDay = localDateOf(visitStart ?? context.now + offer.service.horizonDays * day, timeZone);
  const start = requestedPeriod.start ?? today;
  const end = requestedPeriod.end ?? (lastDay < start ? start : lastDay);
  if (end < today) throw invalid('/body/requestedPeriod/end', 'must not be in the past');
  if (end < start) throw invalid('/body/requestedPeriod/end', 'must not be before start');
  if (Date.parse(end) - Date.parse(today) > longestWait)
    throw invalid('/body/requestedPeriod/end', 'must be at most a year ahead');
  const wish = {
    healthcare_service_id: healthcareServiceId,
    location_id: locationId ?? null,
    practitioner_id: practitionerId ?? null,
    start_date: start,
    end_date: end,
    available_time: JSON.stringify(availableTime),
  };
  return { wish, locationId: schedule.locationId };
}

const day = 86_400_000;
const longestWait = 366 * day;

async function addEntry(
  context: RequestContext,
  entry: WishColumns & { readonly patient_id: string; readonly replaces_appointment_id: string | null },
): Promise<string> {
  const { tx, tenantId } = context;
  const id = context.newId('wai');
  const proved = await isProved(context);
  const visitor = proved ? null : context.holder.visitor;
  await tx
    .insertInto('waitlist_entry')
    .values({ tenant_id: tenantId, id, appointment_id: null, is_proved: proved, visitor, ...entry })
    .execute();
  await queueWaitlistMail(context, { entryId: id, offerId: null });
  return id;
}

/** Changes what the patient of a visit waits for already, or answers undefined: they do not. */
async function changeWish(context: RequestContext, appointmentId: string, wish: WishColumns) {
  const { tx, tenantId } = context;
  const row = await tx
    .updateTable('waitlist_entry')
    .set({ ...wish, ...((await isProved(context)) ? { is_proved: true, visitor: null } : {}) })
    .where('tenant_id', '=', tenantId)
    .where('replaces_appointment_id', '=', appointmentId)
    .where('status', '=', 'waitlist')
    .returning('id')
    .executeTakeFirst();
  return row?.id;
}

/** Lists who waits, in the order in which they joined. */
export function listWaitlistEntries(
  context: RequestContext,
  query: EntryFilter & { cursor?: string | undefined; limit?: number | undefined },
) {
  return readPage(
    context,
    query,
    2,
    (after, limit) => listEntryRows(context, { ...query, ...ownOnly(context) }, after, limit),
    (row) => [row.created_at.toISOString(), row.id],
    (row) => answerOf(context, row),
  );
}

/** Of whom a list may tell. */
function ownOnly({ principal }: RequestContext): Pick<EntryFilter, 'patientId'> {
  const reach = reachOf(principal);
  switch (reach.of) {
    case 'clinic':
      return {};
    case 'patient':
      return { patientId: reach.patientId };
    case 'current-day':
    case 'appointment':
    case 'waitlist-entry':
    case 'survey-invitation':
    case 'nothing':
      return { patientId: null };
  }
}

/**
 * Changes what somebody waits for; they keep their place, and a time that is held for them.
 *
 * @throws Problem `appointment-status-conflict` for who waits no more
 */
export async function updateWaitlistEntry(
  context: RequestContext,
  id: string,
  change: z.output<typeof waitlistWishSchema>,
): Promise<Answer> {
  const { tx, tenantId } = context;
  const entry = await requireEntry(context, id);
  if (entry.replaces_appointment_id !== null) await lockAppointment(context, entry.replaces_appointment_id);
  const locked = await lockEntry(context, id);
  if (locked?.status !== 'waitlist')
    throw new Problem('appointment-status-conflict', { detail: 'Who waits no more has nothing to change.' });
  const now = await getWaitlistEntry(context, id);
  const { locationId = now.locationId, practitionerId = now.practitionerId } = change;
  const { wish } = await readWish(
    context,
    {
      healthcareServiceId: now.healthcareServiceId,
      ...(locationId === null ? {} : { locationId }),
      ...(practitionerId === null ? {} : { practitionerId }),
      requestedPeriod: { ...now.requestedPeriod, ...change.requestedPeriod },
      availableTime: change.availableTime ?? now.availableTime,
    },
    undefined,
  );
  await tx.updateTable('waitlist_entry').set(wish).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
  await context.event('waitlist-entry.changed', id);
  return getWaitlistEntry(context, id);
}

/** Ends an entry by the secret that joining answered. A wrong one, and one that is over, look like an entry that is not there. */
export async function withdrawWaitlistEntry(context: RequestContext, id: string, secret: string): Promise<void> {
  const entry = await lockEntry(context, id);
  if (entry === undefined || !(await canUndo(context, id, secret))) throw notFound('waitlist entry');
  context.touches(id, entry.patient_id);
  if (entry.status !== 'waitlist') return;
  await endEntriesOf(context, { id });
  await context.event('waitlist-entry.changed', id);
  await wakeWaitlist(context);
}

/** Opens a mailed link: the entry that it is for. Whoever has it has shown that the address is theirs, as by a link to a visit. */
export async function openWaitlistEntry(context: RequestContext): Promise<Answer> {
  const { principal } = context;
  if (principal.kind !== 'waitlist-link') throw new Problem('permission-denied');
  await noteProved(context, principal.entryId);
  return getWaitlistEntry(context, principal.entryId);
}

/** Reads one entry. @throws Problem `not-found` */
export const getWaitlistEntry = async (context: RequestContext, id: string): Promise<Answer> =>
  answerOf(context, await requireEntry(context, id));

/** Takes somebody off the list. */
export async function leaveWaitlist(context: RequestContext, id: string): Promise<Answer> {
  if ((await lockEntry(context, id)) === undefined) throw notFound('waitlist entry');
  await endEntriesOf(context, { id });
  await context.event('waitlist-entry.changed', id);
  await wakeWaitlist(context);
  return getWaitlistEntry(context, id);
}

/** Offers a free time to who waits. @throws as {@link offerWaitlistTime} says */
export async function offerTimeByHand(context: RequestContext, id: string, slotId: string): Promise<Answer> {
  await offerWaitlistTime(context, id, slotId);
  return getWaitlistEntry(context, id);
}

/** Declines an offer that is open; one that is over stays as it is. */
export async function declineWaitlistOffer(context: RequestContext, id: string, offerId: string): Promise<Answer> {
  if ((await lockEntry(context, id)) === undefined) throw notFound('waitlist entry');
  const offer = await findNewestOffer(context, id);
  if (offer?.id === offerId && offer.status === 'needs-action') {
    await endOffer(context, id);
    await context.event('waitlist-entry.changed', id);
    await wakeWaitlist(context);
  }
  return getWaitlistEntry(context, id);
}

function answerOf(context: RequestContext, row: EntryRow): Promise<Answer> {
  context.touches(row.id, row.patient_id);
  return toWaitlistEntry(context, row);
}
