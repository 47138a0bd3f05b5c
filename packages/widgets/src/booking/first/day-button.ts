import { html, nothing } from 'lit';
import type { WhenState } from '../booking-state.ts';
import { dayName } from './day-name.ts';
import type { FirstContext } from './view-context.ts';
import { ownSlotOn, serviceOf } from './visit-selectors.ts';

/** Counts of the shown days, with one's own time; null while they are not known. */
export function countsOf(state: WhenState): ((date: string) => number) | null {
  const { availability } = state.calendar;
  if (availability.status !== 'ready') return null;
  const counts = new Map(availability.value.days.map(({ date, count }) => [date, count]));
  return (date) => (counts.get(date) ?? 0) + (isOwnMissing(state, date) ? 1 : 0);
}

/** A day to choose: its label says weekday, date and count. A day without times can be reached, is no Tab stop, and does nothing. */
export function dayButton(
  state: WhenState,
  day: string,
  { counts, timeZone, hasName }: { counts: ReturnType<typeof countsOf>; timeZone: string; hasName: boolean },
  { messages, formats, send }: FirstContext,
) {
  const count = counts?.(day) ?? 0;
  const isOpen = count > 0;
  const { dayOfMonth, longDate, number } = formats(timeZone);
  const label = counts ? longDate(day) + messages.comma + messages.timesCount(count, number(count)) : longDate(day);
  return html`
    <button
      class=${isOpen ? 'day open' : 'day'}
      part="day"
      type="button"
      data-date=${day}
      aria-pressed=${day === state.calendar.date ? 'true' : 'false'}
      aria-disabled=${isOpen ? 'false' : 'true'}
      @click=${() => isOpen && send({ type: 'day-chosen', date: day })}
    >
      <span class="unseen">${label}</span>
      ${hasName ? html`<span class="day-name">${dayName(day, formats(timeZone))}</span>` : nothing}
      <span class="day-number" aria-hidden="true">${dayOfMonth(day)}</span>
      <span class="day-count" aria-hidden="true">${isOpen ? number(count) : nothing}</span>
    </button>
  `;
}

/** The held time is not among the free ones; a session with more seats, or an answer of a moment ago, still has it. */
function isOwnMissing(state: WhenState, day: string): boolean {
  const own = ownSlotOn(state, day);
  if (own === null || (serviceOf(state, state.visit)?.capacity ?? 1) > 1) return false;
  const { slots, date } = state.calendar;
  return !(date === day && slots.status === 'ready' && slots.value.some(({ id }) => id === own.id));
}
