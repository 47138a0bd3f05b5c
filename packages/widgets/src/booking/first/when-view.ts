import { html, nothing } from 'lit';
import type { CalendarView, WhenState } from '../booking-state.ts';
import { firstDayOfWeek, weekDates, addDays } from './calendar-dates.ts';
import { countsOf, dayButton } from './day-button.ts';
import { nextIcon, previousIcon } from './icons.ts';
import { progress } from './progress.ts';
import { heading } from '../../ui/heading.ts';
import { timesView } from './times-view.ts';
import type { FirstContext } from './view-context.ts';
import { canMove, timeZoneOf } from './visit-selectors.ts';

const views = ['week', 'month', 'list'] as const satisfies readonly CalendarView[];

/**
 * When: the first available on top, the days of a week or a month with counts and the chosen day's times, or all times of a week in a list.
 * What the first times do not need (notices, month, list, what stands below) is filled in when it is there; nothing that is shown moves.
 */
export function whenView(state: WhenState, context: FirstContext) {
  const { availability, shown } = state.calendar;
  const { messages, whole } = context;
  return html`
    ${progress(whole ? whole.later.progressOf(state) : onlyTimes, context)}
    ${heading(state.replaces && whole ? whole.messages.changeTitle : messages.whenTitle)}
    ${whole?.later.noticesAbove(state, whole)}
    ${
      availability.status === 'failed' && !shown
        ? nothing
        : html`${firstAvailable(state, context)}
            <div class="week-header">${viewChoice(state, context)} ${periodChoice(state, context)}</div>
            ${days(state, context)}`
    }
    <div class="times-area">${timesArea(state, context)}</div>
    ${whole ? whole.later.whenFooter(state, whole) : below}
  `;
}

/** The place of the line that stands below, so that nothing moves when it comes. */
const below = html`<p class="waitlist-line"></p>`;

/** Where the times come first, what and where are fixed, and only who is left. */
const onlyTimes = { step: 1, steps: 2 };

/** Which week or month is shown: right above its days. */
function periodChoice(state: WhenState, { messages, formats, send, whole }: FirstContext) {
  const { shown, periodStart, view } = state.calendar;
  if (!shown || !periodStart)
    return html`<span class="week-nav" aria-hidden="true"><span class="bone button-bone"></span></span>`;
  const months = view === 'month' ? whole?.messages : undefined;
  const middle = months ? periodStart : addDays(periodStart, 3);
  return html`
    <div class="week-nav">
      <button
        class="button square"
        part="button"
        type="button"
        aria-disabled=${canMove(state, -1) ? 'false' : 'true'}
        aria-label=${months?.previousMonth ?? messages.previousWeek}
        @click=${() => send({ type: 'period-moved', by: -1 })}
      >
        ${previousIcon()}
      </button>
      <b class="month" id="period">${formats(shown.timeZone).month(middle)}</b>
      <button
        class="button square"
        part="button"
        type="button"
        aria-label=${months?.nextMonth ?? messages.nextWeek}
        @click=${() => send({ type: 'period-moved', by: 1 })}
      >
        ${nextIcon()}
      </button>
    </div>
  `;
}

/** Week, month, or a list: the same times, whichever one reads best. */
function viewChoice(state: WhenState, { messages, locale, send, whole }: FirstContext) {
  const words = { week: messages.viewWeek, month: messages.viewMonth, list: messages.viewList };
  return html`
    <div class="views" role="group" aria-label=${messages.viewAs} data-roving @keydown=${whole?.later.onRovingKey}>
      ${views.map(
        (view) => html`
          <button
            class="view"
            part="button"
            type="button"
            aria-pressed=${view === state.calendar.view ? 'true' : 'false'}
            @click=${() => send({ type: 'view-chosen', view, firstDayOfWeek: firstDayOfWeek(locale) })}
          >
            ${words[view]}
          </button>
        `,
      )}
    </div>
  `;
}

function firstAvailable(state: WhenState, { messages, formats, send, newKey }: FirstContext) {
  const { first, shown } = state.calendar;
  if (!shown)
    return html`<div class="first" aria-hidden="true">
      <span class="bone line"></span><span class="bone time-bone"></span>
    </div>`;
  if (!first) return nothing;
  const { slot } = first;
  const isBusy = state.holding.status === 'requested';
  return html`
    <div class="first">
      <span id="first-available">${messages.firstAvailable}</span>
      <button
        class="button"
        part="button time"
        type="button"
        aria-disabled=${isBusy ? 'true' : 'false'}
        aria-describedby="first-available"
        @click=${() => send({ type: 'slot-chosen', slot, key: newKey() })}
      >
        ${formats(timeZoneOf(state)).dateAndTime(slot.start)}
      </button>
    </div>
  `;
}

function days(state: WhenState, context: FirstContext) {
  const { shown, periodStart, view } = state.calendar;
  const { whole } = context;
  if (view !== 'week') return whole?.later.monthOf(state, whole);
  if (!shown || !periodStart) {
    return html`<div class="days" aria-hidden="true">
      ${weekDates('2026-01-05').map(() => html`<span class="bone day-bone"></span>`)}
    </div>`;
  }
  const traits = { counts: countsOf(state), timeZone: shown.timeZone, hasName: true };
  return html`
    <div
      class="days"
      role="group"
      aria-label=${context.messages.days}
      data-roving
      @keydown=${whole ? whole.later.onWeekKey(state, whole) : nothing}
    >
      ${weekDates(periodStart).map((day) => dayButton(state, day, traits, context))}
    </div>
  `;
}

function timesArea(state: WhenState, context: FirstContext) {
  const { availability, slots, date, view } = state.calendar;
  const { whole } = context;
  if (availability.status === 'ready' && slots.status === 'ready' && date !== null && view !== 'list')
    return timesView(state, date, slots.value, context);
  return whole?.later.insteadOfTimes(state, whole) ?? timesSkeleton();
}

/** Bones of the times: a morning and an afternoon, as most days have. */
export const timesSkeleton = () => html`<div aria-hidden="true">${partBones()}${partBones()}</div>`;

const partBones = () => html`
  <span class="bone line part-bone"></span>
  <div class="times">${Array.from({ length: 10 }, () => html`<span class="bone time-bone"></span>`)}</div>
`;
