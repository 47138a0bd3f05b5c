import type { RequestContext } from '../../http/context.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { decodeSlotId } from '../../scheduling/slot-id.ts';
import { lockAppointment } from '../appointments/appointment-repository.ts';
import { requireReplaceable } from '../appointments/replaceable.ts';
import { findAlternatives } from '../slots/alternatives.ts';
import { readOffer } from '../slots/offer-repository.ts';
import { openingsOf } from '../slots/search.ts';
import { findNewestOffer, isLiveOffer, lockEntry, requireEntry } from './entry-repository.ts';
import { handOfferMinutes, isFarEnough } from './fits.ts';
import { wakeWaitlist } from './freed-time.ts';
import { holdFor } from './hold-offer.ts';
import { lockWaitlist } from './lock-waitlist.ts';
import { expireOffers } from './waiting-repository.ts';

/**
 * Offers somebody a free time because the clinic chose it for them: by the rules of any offer, but for whose turn it is, what they wished for and how many
 * offers a mailbox gets in a day.
 *
 * @throws Problem `not-found`; `appointment-status-conflict` for who does not wait any more; `already-exists` for who has an offer, or had this very one;
 * `slot-unavailable` with the nearest open slots
 */
export async function offerWaitlistTime(context: RequestContext, id: string, slotId: string): Promise<void> {
  const key = decodeSlotId(slotId);
  const known = await requireEntry(context, id);
  if (key?.healthcareServiceId !== known.healthcare_service_id)
    throw invalid('/body/slotId', 'must be a slot of the kind of visit that is waited for');
  await lockWaitlist(context);
  // in the order in which changing a visit locks them
  const { replaces_appointment_id: replacedId } = known;
  if (replacedId !== null) await lockAppointment(context, replacedId);
  const entry = await lockEntry(context, id);
  if (entry?.status !== 'waitlist')
    throw new Problem('appointment-status-conflict', { detail: 'They do not wait any more.' });
  await expireOffers(context);
  const newest = await findNewestOffer(context, id);
  if (newest !== undefined && isLiveOffer(newest))
    throw new Problem('already-exists', { detail: 'A time is held for them already.' });
  if (await wasOffered(context, id, key))
    throw new Problem('already-exists', { detail: 'This time was offered to them before.' });
  const replaced = replacedId === null ? undefined : await requireReplaceable(context, replacedId);
  if (replaced !== undefined && key.start >= replaced.start)
    throw invalid('/body/slotId', 'must be earlier than the visit that it would replace');

  const offer = await readOffer(context, key.healthcareServiceId);
  if (offer === undefined) throw notFound('slot');
  const unavailable = async (detail: string) =>
    new Problem('slot-unavailable', {
      detail,
      alternatives: await findAlternatives(context, offer, key, {
        // those that the same call takes
        suits: ({ start }) => replaced === undefined || start < replaced.start,
      }),
    });
  const openings = await openingsOf(context, offer, key.start, key.start + 1);
  const opening = openings.find(({ scheduleId, start }) => scheduleId === key.scheduleId && start === key.start);
  if (opening === undefined) throw await unavailable('This time is not free any more.');
  const minutes = handOfferMinutes(context.now, opening.timeZone);
  if (!isFarEnough(context.now, minutes, opening.start))
    throw await unavailable('This time is too close to wait for an answer: book it for them instead.');
  if (!(await holdFor(context, id, { opening, offer, minutes })))
    throw await unavailable('Somebody else has just taken this time.');
  // a job that came meanwhile has left its times to whoever had the turn
  await wakeWaitlist(context);
}

async function wasOffered(
  { tx, tenantId }: RequestContext,
  entryId: string,
  { scheduleId, start }: { readonly scheduleId: string; readonly start: number },
): Promise<boolean> {
  const row = await tx
    .selectFrom('waitlist_offer')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('entry_id', '=', entryId)
    .where('schedule_id', '=', scheduleId)
    .where('start_at', '=', new Date(start))
    .executeTakeFirst();
  return row !== undefined;
}
