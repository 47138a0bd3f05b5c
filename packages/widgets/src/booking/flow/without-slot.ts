import type { Slot } from '@openprm/sdk';
import type { Availability, Calendar, Opening, Remote } from '../booking-state.ts';

/** The calendar after a time was found to be taken: it is offered no more, in no list, count or first place. */
export function withoutSlot(calendar: Calendar, taken: Slot): Calendar {
  const { availability, shown, slots, first, date } = calendar;
  if (slots.status !== 'ready' || !slots.value.some(({ id }) => id === taken.id)) return calendar;
  const left = slots.value.filter(({ id }) => id !== taken.id);
  const isLastOfItsTime = !left.some(({ start }) => Date.parse(start) === Date.parse(taken.start));
  const opening = first?.slot.id === taken.id ? openingOf(left, first.date === date ? date : null) : first;
  const mend = (found: Availability): Availability => ({
    ...found,
    slots: found.slots.filter(({ id }) => id !== taken.id),
    days: found.days.map((day) =>
      isLastOfItsTime && day.date === date && calendar.view !== 'list' ? { ...day, count: day.count - 1 } : day,
    ),
    firstAvailable: found.firstAvailable?.slot.id === taken.id ? opening : found.firstAvailable,
  });
  const mended: Remote<Availability> =
    availability.status === 'ready' ? { status: 'ready', value: mend(availability.value) } : availability;
  return {
    ...calendar,
    availability: mended,
    shown: shown && mend(shown),
    first: opening,
    slots: { status: 'ready', value: left },
  };
}

/** The earliest time of a day; null where it is not known which comes next. */
function openingOf(slots: readonly Slot[], date: string | null): Opening | null {
  const [slot] = slots;
  return slot && date !== null ? { slot, date } : null;
}
