import type { Hold, HoldRenewal } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { findOpening } from '../../scheduling/openings.ts';
import type { RefusalReason } from '../../scheduling/rules.ts';
import { decodeSlotId } from '../../scheduling/slot-id.ts';
import { isNewTime, requireReplaceable } from '../appointments/replaceable.ts';
import { type AlternativesNarrow, findAlternatives } from '../slots/alternatives.ts';
import { readOccupancy } from '../slots/occupancy-repository.ts';
import { readOffer } from '../slots/offer-repository.ts';
import { toSlot } from '../slots/search.ts';
import { wakeWaitlist } from '../waitlist-entries/freed-time.ts';
import { checkHoldCaps, lockVisitor } from './hold-caps.ts';
import {
  claimHold,
  endHold,
  extendHold,
  findExpired,
  findHeldTime,
  findHold,
  findHoldReplacing,
  freeHold,
  insertHold,
  readOwnClaim,
} from './hold-repository.ts';
import { assignSeat, lockAgenda, takeSeat } from './seat-repository.ts';

const day = 86_400_000;

/** Why a time cannot be held, in words for the person who asked. */
const reasons: Record<RefusalReason, string> = {
  'not-offered': 'This time is not offered any more.',
  'too-soon': 'This time is too close to book.',
  'beyond-horizon': 'This time is too far ahead to book.',
  taken: 'Somebody else has just taken this time.',
  busy: 'The clinic needs this time for something else.',
  'day-full': 'This day is full.',
};

/**
 * Holds a slot: the rules that showed it are asked again, and the constraints decide between two who ask at once.
 *
 * @param suits which times are alternatives for who asks, where not every one is
 * @throws Problem `slot-unavailable` with the nearest open slots; `too-many-times` when too much of it was taken from the same address already
 */
export async function createHold(
  context: RequestContext,
  input: { slotId: string; replacesAppointmentId?: string | undefined },
  suits?: AlternativesNarrow['suits'],
): Promise<Hold> {
  const key = decodeSlotId(input.slotId);
  if (key === undefined) throw invalid('/body/slotId', 'is not the id of a slot');
  const replaced =
    input.replacesAppointmentId === undefined
      ? undefined
      : await requireReplaceable(context, input.replacesAppointmentId);
  if (replaced !== undefined && replaced.healthcareServiceId !== key.healthcareServiceId) {
    throw invalid('/body/slotId', 'must be a slot of the same kind of visit as the appointment');
  }
  const offer = await readOffer(context, key.healthcareServiceId);
  if (offer === undefined) throw notFound('slot');
  const lost = { scheduleId: key.scheduleId, start: key.start };
  const unavailable = async (reason: RefusalReason) =>
    new Problem('slot-unavailable', {
      detail: reasons[reason],
      alternatives: await findAlternatives(context, offer, lost, { replaced, suits }),
    });

  const schedule = offer.schedules.find(({ id }) => id === key.scheduleId);
  if (schedule === undefined) throw await unavailable('not-offered');
  await lockVisitor(context);
  await lockAgenda(context, schedule.practitionerId);
  await freeWhatIsOver(context, schedule, replaced?.id);

  const occupancy = await readOccupancy(context, offer, key.start - day, key.start + day, replaced?.id);
  const found = findOpening({
    service: offer.service,
    schedules: offer.schedules,
    occupancy,
    now: context.now,
    ...lost,
  });
  if ('reason' in found) throw await unavailable(found.reason);
  const { opening } = found;
  if (!isNewTime(opening, replaced)) throw await unavailable('taken');
  await checkHoldCaps(context, schedule, opening, offer.service, replaced?.id);

  const movesWithinDay =
    replaced !== undefined && replaced.scheduleId === schedule.id && replaced.date === opening.date;
  const id = context.newId('hld');
  const claimId = (replaced && (await readOwnClaim(context, replaced.sessionId))) ?? id;
  const seat = await takeSeat(context, offer.service, opening, schedule.dailyCap, movesWithinDay, claimId);
  if (seat === undefined) throw await unavailable('taken');
  const secret = context.newSecret();
  const expiresAt = await insertHold(context, {
    id,
    sessionId: seat.sessionId,
    secret,
    replacesAppointmentId: replaced?.id ?? null,
    visitor: context.holder.visitor,
  });
  await assignSeat(context, seat, id);
  await context.event('hold.created', id);
  context.touches(id);
  return { id, secret, expiresAt: expiresAt.toISOString(), slot: toSlot(opening) };
}

/** Removes expired holds that stand in the way, and the time that was held for the same change before. */
async function freeWhatIsOver(
  context: RequestContext,
  of: { id: string; practitionerId: string },
  replacedId: string | undefined,
) {
  for (const hold of await findExpired(context, { practitionerId: of.practitionerId, scheduleId: of.id })) {
    await endHold(context, hold);
    await context.event('hold.released', hold.id);
  }
  const earlier = replacedId === undefined ? undefined : await findHoldReplacing(context, replacedId);
  if (earlier !== undefined) {
    await freeHold(context, earlier);
    await context.event('hold.released', earlier.id);
  }
}

/** @throws Problem `hold-expired` for a hold that is over, unknown, or whose secret is another: all look the same */
export async function renewHold(context: RequestContext, id: string, secret: string): Promise<HoldRenewal> {
  const expiresAt = await extendHold(context, id, secret);
  if (expiresAt === undefined) throw holdExpired();
  context.touches(id);
  return { id, expiresAt: expiresAt.toISOString() };
}

/** Releases a hold; one that is gone already, or was never there, is no error. */
export async function releaseHold(context: RequestContext, id: string, secret: string): Promise<undefined> {
  const hold = await findHold(context, id, secret);
  if (hold === undefined) return;
  await freeHold(context, hold);
  await context.event('hold.released', id);
  await wakeWaitlist(context);
  context.touches(id);
}

/** A hold that can be booked. */
export async function requireLiveHold(context: RequestContext, id: string, secret: string) {
  const hold = await claimHold(context, id, secret);
  if (hold !== undefined) return hold;
  throw holdExpired(await alternativesToExpired(context, id, secret));
}

const holdExpired = (alternatives: Hold['slot'][] = []) =>
  new Problem('hold-expired', {
    detail: 'The time is not held any more. Choose a time again; nothing was booked.',
    alternatives,
  });

/** For who shows the secret of a hold that is over: its own time if it is still open, and the nearest ones. */
async function alternativesToExpired(context: RequestContext, id: string, secret: string): Promise<Hold['slot'][]> {
  const held = await findHeldTime(context, id, secret);
  const offer = held && (await readOffer(context, held.healthcareServiceId));
  if (held === undefined || offer === undefined) return [];
  return findAlternatives(context, offer, { scheduleId: held.scheduleId, start: held.startAt.getTime() });
}
