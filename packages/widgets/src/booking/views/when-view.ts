import { html, nothing } from 'lit';
import { emptyPeriod } from '../announcement.ts';
import { addDays, addMonths, firstDayOfWeek, startOfMonth, startOfWeek, weekDates } from '../calendar-dates.ts';
import { isWhatShown, telephoneOf, timeZoneOf } from '../booking-selectors.ts';
import type { Availability, CalendarView, Failure, WhenState } from '../booking-state.ts';
import { keepFocusAt, onRovingKey } from '../roving-focus.ts';
import { countsOf, dayButton } from './day-button.ts';
import { callLine, failureNotice, notice } from './failure-notice.ts';
import { holdingNotice } from './holding-notice.ts';
import { nextIcon, previousIcon } from './icons.ts';
import { laterView } from './later-view.ts';
import { heading, progress } from './progress.ts';
import { timesView } from './times-view.ts';
import type { ViewContext } from './view-context.ts';

const views = ['week', 'month', 'list'] as const satisfies readonly CalendarView[];

/** Not the first view, so that nobody waits for it who does not ask for it. */
const monthModule = laterView(() => import('./month-view.ts'));
const listModule = laterView(() => import('./list-view.ts'));

/** When: the first available on top, the days of a week or a month with counts and the chosen day's times, or all times of a week in a list. */
export function whenView(state: WhenState, context: ViewContext) {
  const { availability, shown } = state.calendar;
  return html`
    ${progress(state, context)} ${periodHeader(state, context)} ${holdingNotice(state, context)}
    ${perhapsBookedNotice(state, context)}
    ${
      availability.status === 'failed' && !shown
        ? nothing
        : html`${firstAvailable(state, context)} ${viewChoice(state, context)} ${days(state, context)}`
    }
    <div class="times-area">${timesArea(state, context)}</div>
    ${footer(state, context)}
  `;
}

function perhapsBookedNotice(state: WhenState, { messages }: ViewContext) {
  if (!state.perhapsBooked) return nothing;
  return notice({
    title: messages.perhapsBookedTitle,
    text: html`${messages.perhapsBookedText} ${callLine(messages, telephoneOf(state))}`,
  });
}

function periodHeader(state: WhenState, context: ViewContext) {
  const { messages, formats } = context;
  const { shown, periodStart, view } = state.calendar;
  const title = heading(state.replaces ? messages.changeTitle : messages.whenTitle);
  if (!shown || !periodStart) {
    return html`<div class="week-header">
      ${title}<span class="week-nav" aria-hidden="true"><span class="bone button-bone"></span></span>
    </div>`;
  }
  const isMonth = view === 'month';
  const isFirst = periodStart <= shown.today;
  const middle = isMonth ? periodStart : addDays(periodStart, 3);
  return html`
    <div class="week-header">
      ${title}
      <div class="week-nav">
        <button
          class="button square"
          part="button"
          type="button"
          aria-disabled=${isFirst ? 'true' : 'false'}
          aria-label=${isMonth ? messages.previousMonth : messages.previousWeek}
          @click=${() => move(state, -1, context)}
        >
          ${previousIcon()}
        </button>
        <b class="month" id="period">${formats(shown.timeZone).month(middle)}</b>
        <button
          class="button square"
          part="button"
          type="button"
          aria-label=${isMonth ? messages.nextMonth : messages.nextWeek}
          @click=${() => move(state, 1, context)}
        >
          ${nextIcon()}
        </button>
      </div>
    </div>
  `;
}

/** To the next week or month, or back; never to one that is over. Tells whether it moved. */
function move({ calendar: { view, shown, periodStart } }: WhenState, by: 1 | -1, { send }: ViewContext): boolean {
  if (!shown || !periodStart || (by < 0 && periodStart <= shown.today)) return false;
  send({
    type: 'period-chosen',
    view,
    periodStart: view === 'month' ? addMonths(periodStart, by) : addDays(periodStart, 7 * by),
  });
  return true;
}

/** Week, month, or a list: the same times, whichever one reads best. */
function viewChoice(state: WhenState, { messages, locale, send }: ViewContext) {
  const { calendar } = state;
  const { shown, periodStart, date } = calendar;
  const choose = (view: CalendarView) => {
    if (!shown || !periodStart || view === calendar.view) return;
    send({ type: 'period-chosen', view, periodStart: periodOf(view, date ?? later(periodStart, shown.today), locale) });
  };
  const words = { week: messages.viewWeek, month: messages.viewMonth, list: messages.viewList };
  return html`
    <div class="views" role="group" aria-label=${messages.viewAs} data-roving @keydown=${onRovingKey}>
      ${views.map(
        (view) => html`
          <button
            class="view"
            part="button"
            type="button"
            aria-pressed=${view === calendar.view ? 'true' : 'false'}
            @click=${() => choose(view)}
          >
            ${words[view]}
          </button>
        `,
      )}
    </div>
  `;
}

const later = (one: string, other: string) => (one > other ? one : other);

/** The first day of the week or month that a date is shown in. */
const periodOf = (view: CalendarView, date: string, locale: string) =>
  view === 'month' ? startOfMonth(date) : startOfWeek(date, firstDayOfWeek(locale));

function firstAvailable(state: WhenState, { messages, formats, send, newKey }: ViewContext) {
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

function days(state: WhenState, context: ViewContext) {
  const { view } = state.calendar;
  if (view === 'list') return nothing;
  if (view === 'week') return weekStrip(state, context);
  const month = monthModule(context.refresh);
  return month.status === 'ready'
    ? month.value.monthView(state, (months) => move(state, months, context), context)
    : notYet(month, html`<span class="bone month-bone" aria-hidden="true"></span>`, state, context);
}

function weekStrip(state: WhenState, context: ViewContext) {
  const { shown, periodStart } = state.calendar;
  if (!shown || !periodStart) {
    return html`<div class="days" aria-hidden="true">
      ${weekDates('2026-01-05').map(() => html`<span class="bone day-bone"></span>`)}
    </div>`;
  }
  const traits = { counts: countsOf(state), timeZone: shown.timeZone, hasName: true };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'PageUp' && event.key !== 'PageDown') return onRovingKey(event);
    event.preventDefault();
    if (move(state, event.key === 'PageDown' ? 1 : -1, context)) keepFocusAt(event);
  };
  return html`
    <div class="days" role="group" aria-label=${context.messages.days} data-roving @keydown=${onKey}>
      ${weekDates(periodStart).map((day) => dayButton(state, day, traits, context))}
    </div>
  `;
}

/** A view that is on its way, or could not be loaded. */
function notYet(module: { status: string; failure?: Failure }, bones: unknown, state: WhenState, context: ViewContext) {
  const { messages, refresh } = context;
  if (module.failure === undefined) return bones;
  return failureNotice(module.failure, 'read', { messages, telephone: telephoneOf(state), onRetry: refresh });
}

function timesArea(state: WhenState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { availability, slots, date, shown, view } = state.calendar;
  const failed = availability.status === 'failed' ? availability : slots.status === 'failed' ? slots : null;
  if (failed) {
    return failureNotice(failed.failure, 'read', {
      messages,
      telephone: telephoneOf(state),
      onRetry: () => send({ type: 'retry-asked', key: newKey() }),
    });
  }
  if (availability.status !== 'ready' || slots.status !== 'ready' || !shown) return timesSkeleton();
  if (date === null) return emptyView(state, availability.value, context);
  if (view !== 'list') return timesView(state, date, slots.value, context);
  const list = listModule(context.refresh);
  return list.status === 'ready'
    ? list.value.listView(state, slots.value, context)
    : notYet(list, timesSkeleton(), state, context);
}

function emptyView(
  state: WhenState,
  { firstAvailable: next, timeZone }: Availability,
  { messages, formats, locale, send }: ViewContext,
) {
  const later = next ?? state.calendar.first;
  const { view } = state.calendar;
  const goThere = (date: string) => send({ type: 'period-chosen', view, periodStart: periodOf(view, date, locale) });
  return html`
    <div class="empty">
      <p>${later ? emptyPeriod(state.calendar.view, messages) : messages.nothingOpen}</p>
      ${
        later
          ? html`<p>${messages.nextOpening(formats(timeZone).longDate(later.date))}</p>
              <button class="button" part="button" type="button" @click=${() => goThere(later.date)}>
                ${messages.goThere}
              </button>`
          : html`<p>${callLine(messages, telephoneOf(state))}</p>
              <slot name="fallback"></slot>`
      }
    </div>
  `;
}

const timesSkeleton = () => html`
  <div aria-hidden="true">
    <span class="bone line part-bone"></span>
    <div class="times">${Array.from({ length: 16 }, () => html`<span class="bone time-bone"></span>`)}</div>
  </div>
`;

function footer(state: WhenState, { messages, send }: ViewContext) {
  const canGoBack = state.replaces !== null || isWhatShown(state);
  const isHeld = state.holding.status === 'held';
  if (!canGoBack && !isHeld) return nothing;
  return html`
    <div class="footer">
      ${canGoBack ? html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>${messages.back}</button>` : nothing}
      ${
        isHeld
          ? html`<button
              class="button primary"
              part="button button-primary"
              type="button"
              @click=${() => send({ type: 'continued' })}
            >
              ${messages.continue}
            </button>`
          : nothing
      }
    </div>
  `;
}
