import type { Slot } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { aliveIn } from '../flow/holding-flow.ts';
import { timeZoneOf } from '../booking-selectors.ts';
import type { WhenState } from '../booking-state.ts';
import { endOfPeriod } from '../calendar-dates.ts';
import { onRovingKey } from '../roving-focus.ts';
import { wallTime } from '../zone.ts';
import { timeButtons, zoneLine } from './times-view.ts';
import type { ViewContext } from './view-context.ts';

/** All times of a week in reading order: a heading for each day, and its times as one Tab stop. */
export function listView(state: WhenState, slots: readonly Slot[], context: ViewContext) {
  const zone = timeZoneOf(state);
  const byDate = new Map<string, Slot[]>();
  for (const slot of withOwnOf(state, slots, zone)) {
    const { date } = wallTime(slot.start, zone);
    byDate.set(date, [...(byDate.get(date) ?? []), slot]);
  }
  const days = [...byDate].sort(([one], [other]) => (one < other ? -1 : 1));
  const [first] = slots;
  return html`
    ${days.map(
      ([date, times]) => html`
        <h3 class="part-title" id=${`day-${date}`}>${context.formats(zone).longDate(date)}</h3>
        <div class="times" role="group" aria-labelledby=${`day-${date}`} data-roving @keydown=${onRovingKey}>
          ${timeButtons(state, date, times, context)}
        </div>
      `,
    )}
    ${first ? zoneLine(state, first.start, context) : nothing}
  `;
}

/** The held time is one's own also on a day that has no other. */
function withOwnOf(state: WhenState, slots: readonly Slot[], zone: string): readonly Slot[] {
  const own = aliveIn(state.holding)?.slot;
  const { periodStart } = state.calendar;
  if (!own || periodStart === null || slots.some(({ id }) => id === own.id)) return slots;
  const { date } = wallTime(own.start, zone);
  return date >= periodStart && date < endOfPeriod('list', periodStart) ? [...slots, own] : slots;
}
