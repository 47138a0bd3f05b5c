import { html, nothing } from 'lit';
import { monthWeeks } from '../calendar-months.ts';
import { firstDayOfWeek, startOfWeek, weekDates } from '../first/calendar-dates.ts';
import type { WhenState } from '../booking-state.ts';
import { onGridKey } from '../roving-focus.ts';
import { countsOf, dayButton } from '../first/day-button.ts';
import { dayName } from '../first/day-name.ts';
import type { ViewContext } from '../first/view-context.ts';

/**
 * The days of a month with their counts: a grid that is one Tab stop (ARIA Authoring Practices, date picker). Arrow keys go by days and weeks,
 * Home and End to the ends of the week, PageUp and PageDown by months.
 */
export function monthView(state: WhenState, onPeriodKey: (event: KeyboardEvent) => boolean, context: ViewContext) {
  const { shown, periodStart } = state.calendar;
  if (!shown || !periodStart) return nothing;
  const { formats, locale } = context;
  const { longWeekday } = formats(shown.timeZone);
  const firstDay = firstDayOfWeek(locale);
  const traits = { counts: countsOf(state), timeZone: shown.timeZone, hasName: false };
  const onKey = (event: KeyboardEvent) => {
    if (!onPeriodKey(event)) onGridKey(event);
  };
  return html`
    <table class="month-grid" role="grid" aria-labelledby="period" data-roving @keydown=${onKey}>
      <thead>
        <tr>
          ${weekDates(startOfWeek(periodStart, firstDay)).map(
            (day) =>
              html`<th scope="col" class="muted">
                ${dayName(day, formats(shown.timeZone))}<span class="unseen">${longWeekday(day)}</span>
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${monthWeeks(periodStart, firstDay).map(
          (week) =>
            html`<tr>
              ${week.map((day) => html`<td>${day === null ? nothing : dayButton(state, day, traits, context)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  `;
}
