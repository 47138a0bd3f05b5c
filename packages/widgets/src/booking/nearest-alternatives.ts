import type { Slot } from '@openprm/sdk';

const most = 3;

/**
 * The three times nearest to one that was lost, in order of time, among those that a server named. It names times with others and at other places,
 * too: the card goes on saying where and with whom, and a host may have fixed both. One of several at the same time stands for all.
 *
 * @param lost the time that was lost, which is none of them
 * @param practitionerId with whom it has to be; null for anybody
 */
export function nearestAlternatives(
  lost: Pick<Slot, 'id' | 'start' | 'locationId' | 'practitionerId'>,
  alternatives: readonly Slot[],
  practitionerId: string | null,
): readonly Slot[] {
  const distance = ({ start }: Slot) => Math.abs(Date.parse(start) - Date.parse(lost.start));
  const isOther = (slot: Slot) => Number(slot.practitionerId !== lost.practitionerId);
  const starts = new Set<string>();
  return alternatives
    .filter(({ id, locationId }) => id !== lost.id && locationId === lost.locationId)
    .filter((slot) => practitionerId === null || slot.practitionerId === practitionerId)
    .toSorted((one, other) => distance(one) - distance(other) || isOther(one) - isOther(other))
    .filter(({ start }) => !starts.has(start) && starts.add(start))
    .slice(0, most)
    .toSorted((one, other) => Date.parse(one.start) - Date.parse(other.start));
}
