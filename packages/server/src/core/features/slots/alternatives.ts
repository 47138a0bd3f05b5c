import type { Slot } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import type { Opening } from '../../scheduling/rules.ts';
import type { Offer } from './offer-repository.ts';
import { type Replaceable, isNewTime } from '../appointments/replaceable.ts';
import { openingsOf, toSlot } from './search.ts';

const day = 86_400_000;
const most = 3;

/**
 * The open slots nearest to a time that was lost (itself, should it be open again): first those with the same practitioner at the same place, then
 * any others of the service; at most three, in order of time.
 *
 * @param replaced the appointment that moves: its present time is no alternative
 */
export async function findAlternatives(
  context: RequestContext,
  offer: Offer,
  lost: { readonly scheduleId: string; readonly start: number },
  replaced?: Replaceable,
): Promise<Slot[]> {
  const from = Math.max(context.now, lost.start - 7 * day);
  const openings = await openingsOf(context, offer, from, Math.max(lost.start, context.now) + 14 * day, replaced?.id);
  const byNearness = openings
    .filter((opening) => isNewTime(opening, replaced))
    .sort((a, b) => Math.abs(a.start - lost.start) - Math.abs(b.start - lost.start));
  const isSame = (opening: Opening) => opening.scheduleId === lost.scheduleId;
  const preferred = [...byNearness.filter(isSame), ...byNearness.filter((opening) => !isSame(opening))];
  return preferred
    .slice(0, most)
    .sort((a, b) => a.start - b.start)
    .map(toSlot);
}
