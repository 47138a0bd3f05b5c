import type { Slot } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { aliveIn } from '../first/visit-selectors.ts';
import { timeZoneOf } from '../first/visit-selectors.ts';
import type { WhenState } from '../booking-state.ts';
import { firstDayOfWeek } from '../first/calendar-dates.ts';
import { endOfPeriod } from '../calendar-months.ts';
import { onRovingKey } from '../roving-focus.ts';
import { wallTime } from '../../locales/zone.ts';
import { timeButtons, zoneLine } from '../first/times-view.ts';
import type { ViewContext } from '../first/view-context.ts';

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
    ${cutLine(state, days.at(-1)?.[0], context)}
    <div data-choices>
      ${days.map(
        ([date, times]) => html`
          <h3 class="part-title" id=${`day-${date}`}>${context.formats(zone).longDate(date)}</h3>
          <div class="times" role="group" aria-labelledby=${`day-${date}`} data-roving @keydown=${onRovingKey}>
            ${timeButtons(state, date, times, context)}
          </div>
        `,
      )}
    </div>
    ${first ? zoneLine(state, first.start, context) : nothing}
  `;
}

/** A list that ends before its week says so, and where all times are. */
function cutLine({ calendar: { shown } }: WhenState, lastDate: string | undefined, context: ViewContext) {
  if (!shown?.isCut || lastDate === undefined) return nothing;
  const { messages, formats, locale, send } = context;
  const toWeek = () => send({ type: 'view-chosen', view: 'week', firstDayOfWeek: firstDayOfWeek(locale) });
  return html`<div class="cut">
    <p>${messages.listCut(formats(shown.timeZone).longDate(lastDate))} ${messages.listCutAct}</p>
    <button class="button" part="button" type="button" @click=${toWeek}>${messages.showWeek}</button>
  </div>`;
}

/** The held time is one's own also on a day that has no other. */
function withOwnOf(state: WhenState, slots: readonly Slot[], zone: string): readonly Slot[] {
  const own = aliveIn(state.holding)?.slot;
  const { periodStart } = state.calendar;
  if (!own || periodStart === null || slots.some(({ id }) => id === own.id)) return slots;
  const { date } = wallTime(own.start, zone);
  return date >= periodStart && date < endOfPeriod('list', periodStart) ? [...slots, own] : slots;
}
