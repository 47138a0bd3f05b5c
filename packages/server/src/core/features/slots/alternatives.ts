import type { Slot } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import type { Opening } from '../../scheduling/rules.ts';
import type { Offer } from './offer-repository.ts';
import { type Replaceable, isNewTime } from '../appointments/replaceable.ts';
import { openingsOf, toSlot } from './search.ts';

const day = 86_400_000;
const most = 3;

/** Which of a service's times are alternatives. */
export interface AlternativesNarrow {
  readonly replaced?: Replaceable | undefined;
  readonly suits?: ((opening: Opening) => boolean) | undefined;
}

/**
 * The open slots nearest to a time that was lost (itself, should it be open again), in order of time: the three nearest at the same place, whoever
 * they are with, and the three nearest there with the same practitioner; where the place has fewer than three, the nearest elsewhere, too. So
 * whoever asked for a place, or for a person there, finds their three among them.
 *
 * @param narrow.replaced the appointment that moves: its present time is no alternative
 * @param narrow.suits whether a time is one for who asks, where not every one is
 */
export async function findAlternatives(
  context: RequestContext,
  offer: Offer,
  lost: { readonly scheduleId: string; readonly start: number },
  { replaced, suits = () => true }: AlternativesNarrow = {},
): Promise<Slot[]> {
  const from = Math.max(context.now, lost.start - 7 * day);
  const openings = await openingsOf(context, offer, from, Math.max(lost.start, context.now) + 14 * day, replaced?.id);
  const nearest = (a: Opening, b: Opening) => Math.abs(a.start - lost.start) - Math.abs(b.start - lost.start);
  const byNearness = openings.filter((opening) => isNewTime(opening, replaced) && suits(opening)).sort(nearest);
  const place = offer.schedules.find(({ id }) => id === lost.scheduleId)?.locationId;
  const own = byNearness.filter(({ scheduleId }) => scheduleId === lost.scheduleId);
  // of two at one time, the one with the same practitioner
  const there = oneEach([...own, ...byNearness.filter(({ locationId }) => locationId === place)]).sort(nearest);
  const chosen = new Set([...there.slice(0, most), ...own.slice(0, most)]);
  for (const opening of byNearness) {
    if (chosen.size >= most) break;
    chosen.add(opening);
  }
  return [...chosen].sort((a, b) => a.start - b.start).map(toSlot);
}

/** The first opening of each start. */
function oneEach(openings: readonly Opening[]): Opening[] {
  const byStart = new Map<number, Opening>();
  for (const opening of openings) if (!byStart.has(opening.start)) byStart.set(opening.start, opening);
  return [...byStart.values()];
}
