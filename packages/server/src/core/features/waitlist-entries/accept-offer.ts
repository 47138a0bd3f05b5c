import type { EndpointAnswer, acceptWaitlistOffer as acceptRow } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid } from '../../problem.ts';
import { localDateOf } from '../../scheduling/openings.ts';
import { decodeSlotId } from '../../scheduling/slot-id.ts';
import { lockAppointment } from '../appointments/appointment-repository.ts';
import { bookHold, moveToOffer } from '../appointments/service.ts';
import { type LiveHold, claimOfferedHold } from '../holds/hold-repository.ts';
import { createHold } from '../holds/service.ts';
import { findAlternatives } from '../slots/alternatives.ts';
import { readOffer } from '../slots/offer-repository.ts';
import { endOffer } from './end-entries.ts';
import {
  type EntryRow,
  type OfferRow,
  findNewestOffer,
  isLiveOffer,
  lockEntry,
  requireEntry,
} from './entry-repository.ts';
import { type Wish, type WishedTime, fits } from './fits.ts';
import { wakeWaitlist } from './freed-time.ts';

/**
 * Accepts an offer: the hold that stands for it becomes a visit, or the visit moves to it, in this transaction. In place of the offered time somebody
 * may take another open one that the entry asks for, by the rules of any hold. Any other time is booked as everybody books: the mailed link is for what was waited for.
 *
 * @throws Problem `hold-expired` or `slot-unavailable`, with the nearest open slots of those that were waited for, when the time is not to be had;
 * `validation-failed` for a time that was not waited for; `appointment-status-conflict` where the entry has brought its visit already. Nothing was
 * booked or moved
 */
export async function acceptWaitlistOffer(
  context: RequestContext,
  id: string,
  { offerId, slotId }: { readonly offerId: string; readonly slotId?: string | undefined },
): Promise<EndpointAnswer<typeof acceptRow>> {
  const { tx, tenantId } = context;
  const waited = await requireEntry(context, id);
  const replacedId = waited.replaces_appointment_id;
  // in the order in which changing a visit locks them
  if (replacedId !== null) await lockAppointment(context, replacedId);
  const entry = await lockEntry(context, id);
  const offer = await findNewestOffer(context, id);
  const suits = await wishedTimes(context, waited);
  if (entry?.status === 'booked')
    throw new Problem('appointment-status-conflict', {
      detail: 'The offer was taken already, and the visit is booked. Open the entry again to see how it stands.',
    });
  if (offer === undefined || offer.id !== offerId || entry?.status !== 'waitlist')
    throw await offerIsOver(context, offer, suits);
  const hold =
    slotId === undefined ? await claimOffer(context, offer, suits) : await holdAnother(context, offer, slotId, suits);
  const booked =
    replacedId === null
      ? await bookHold(context, hold, entry.patient_id)
      : await moveToOffer(context, replacedId, hold);
  await tx
    .updateTable('waitlist_offer')
    .set({ status: 'accepted' })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', offer.id)
    .where('hold_id', '=', hold.id)
    .execute();
  await tx
    .updateTable('waitlist_entry')
    .set({ status: 'booked', appointment_id: booked.id, ended_at: new Date(context.now), visitor: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await context.event('waitlist-entry.changed', id);
  context.touches(id, entry.patient_id);
  return booked;
}

/** Says whether a time is one that an entry waits for. */
type Suits = (time: WishedTime) => boolean;

/** By what the entry asks for now: kind of visit, place, practitioner, days, hours, and that it is earlier than the visit that would move. */
async function wishedTimes({ tx, tenantId }: RequestContext, entry: EntryRow): Promise<Suits> {
  const { replaces_appointment_id: replacedId } = entry;
  const visit =
    replacedId === null
      ? undefined
      : await tx
          .selectFrom('appointment')
          .select('start_at')
          .where('tenant_id', '=', tenantId)
          .where('id', '=', replacedId)
          .executeTakeFirst();
  const wish: Wish = {
    healthcareServiceId: entry.healthcare_service_id,
    locationId: entry.location_id,
    practitionerId: entry.practitioner_id,
    startDate: entry.start_date,
    endDate: entry.end_date,
    availableTime: entry.available_time,
    before: visit?.start_at.getTime() ?? null,
  };
  return (time) => fits(wish, time);
}

async function claimOffer(context: RequestContext, offer: OfferRow, suits: Suits): Promise<LiveHold> {
  const hold = isLiveOffer(offer) ? await claimOfferedHold(context, offer.hold_id) : undefined;
  if (hold === undefined) throw await offerIsOver(context, offer, suits);
  return hold;
}

/** Gives up what was offered, and holds another time for who waits. @throws Problem `slot-unavailable`, or `validation-failed` for a time that was not waited for */
async function holdAnother(context: RequestContext, offer: OfferRow, slotId: string, suits: Suits): Promise<LiveHold> {
  const time = await timeOfSlot(context, slotId);
  if (time === undefined || !suits(time))
    throw invalid(
      '/body/slotId',
      'must be a time that was waited for: kind of visit, place, practitioner, days and hours. Book any other one with a hold',
    );
  await endOffer(context, offer.entry_id);
  const made = await createHold(context, { slotId }, suits);
  const hold = await claimOfferedHold(context, made.id);
  if (hold === undefined) throw await offerIsOver(context, offer, suits);
  await wakeWaitlist(context);
  return hold;
}

/** What a slot's id says, with the place and the practitioner of its schedule; undefined for one that this clinic does not offer. */
async function timeOfSlot(context: RequestContext, slotId: string): Promise<WishedTime | undefined> {
  const slot = decodeSlotId(slotId);
  if (slot === undefined) return undefined;
  const offer = await readOffer(context, slot.healthcareServiceId);
  const schedule = offer?.schedules.find(({ id }) => id === slot.scheduleId);
  if (schedule === undefined) return undefined;
  const { locationId, practitionerId, timeZone } = schedule;
  const { healthcareServiceId, start } = slot;
  return { healthcareServiceId, locationId, practitionerId, start, timeZone, date: localDateOf(start, timeZone) };
}

async function offerIsOver(context: RequestContext, offer: OfferRow | undefined, suits: Suits): Promise<Problem> {
  const times = offer && (await readOffer(context, offer.healthcare_service_id));
  return new Problem('hold-expired', {
    detail: 'The offer is over. Nothing was booked.',
    alternatives:
      offer === undefined || times === undefined
        ? []
        : await findAlternatives(
            context,
            times,
            { scheduleId: offer.schedule_id, start: offer.start_at.getTime() },
            { suits },
          ),
  });
}
