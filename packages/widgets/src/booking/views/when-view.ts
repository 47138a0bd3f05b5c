import { html, nothing } from 'lit';
import { firstDayOfWeek, addDays, startOfWeek, weekDates } from '../calendar-dates.ts';
import { isWhatShown, ownSlotOn, serviceOf, telephoneOf, timeZoneOf } from '../booking-selectors.ts';
import type { Availability, WhenState } from '../booking-state.ts';
import { onRovingKey } from '../roving-focus.ts';
import { callLine, failureNotice, notice } from './failure-notice.ts';
import { holdingNotice } from './holding-notice.ts';
import { nextIcon, previousIcon } from './icons.ts';
import { heading, progress } from './progress.ts';
import { timesView } from './times-view.ts';
import type { ViewContext } from './view-context.ts';

/** When: the first available on top, a week of days with counts, and the chosen day's times by part of day. */
export function whenView(state: WhenState, context: ViewContext) {
  const { availability, shown } = state.calendar;
  return html`
    ${progress(state, context)} ${weekHeader(state, context)} ${holdingNotice(state, context)}
    ${perhapsBookedNotice(state, context)}
    ${availability.status === 'failed' && !shown ? nothing : html`${firstAvailable(state, context)} ${weekStrip(state, context)}`}
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

function weekHeader(state: WhenState, { messages, formats, send }: ViewContext) {
  const { shown, weekStart } = state.calendar;
  const title = heading(state.replaces ? messages.changeTitle : messages.whenTitle);
  if (!shown || !weekStart) {
    return html`<div class="week-header">
      ${title}<span class="week-nav" aria-hidden="true"><span class="bone button-bone"></span></span>
    </div>`;
  }
  const isFirst = weekStart <= shown.today;
  const move = (days: number) => send({ type: 'week-chosen', weekStart: addDays(weekStart, days) });
  const middle = addDays(weekStart, 3);
  return html`
    <div class="week-header">
      ${title}
      <div class="week-nav">
        <button
          class="button square"
          part="button"
          type="button"
          aria-disabled=${isFirst ? 'true' : 'false'}
          aria-label=${messages.previousWeek}
          @click=${() => !isFirst && move(-7)}
        >
          ${previousIcon()}
        </button>
        <b class="month">${formats(shown.timeZone).month(middle)}</b>
        <button
          class="button square"
          part="button"
          type="button"
          aria-label=${messages.nextWeek}
          @click=${() => move(7)}
        >
          ${nextIcon()}
        </button>
      </div>
    </div>
  `;
}

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

function weekStrip(state: WhenState, context: ViewContext) {
  const { messages, formats, send } = context;
  const { calendar } = state;
  const { shown, weekStart, availability, date } = calendar;
  if (!shown || !weekStart) {
    return html`<div class="days" aria-hidden="true">
      ${weekDates('2026-01-05').map(() => html`<span class="bone day-bone"></span>`)}
    </div>`;
  }
  const known = availability.status === 'ready' ? availability.value : null;
  const counts = new Map(known?.days.map((day) => [day.date, day.count]));
  const { weekday, dayOfMonth, longDate, number } = formats(shown.timeZone);
  const onKey = (event: KeyboardEvent) => {
    const isBack = event.key === 'PageUp';
    if (!isBack && event.key !== 'PageDown') return onRovingKey(event);
    event.preventDefault();
    if (!isBack || weekStart > shown.today)
      send({ type: 'week-chosen', weekStart: addDays(weekStart, isBack ? -7 : 7) });
  };
  return html`
    <div class="days" role="group" aria-label=${messages.days} data-roving @keydown=${onKey}>
      ${weekDates(weekStart).map((day) => {
        const count = (counts.get(day) ?? 0) + (known && isOwnMissing(state, day) ? 1 : 0);
        const isOpen = count > 0;
        const label = known
          ? messages.dayLabel(longDate(day), messages.timesCount(count, number(count)))
          : longDate(day);
        return html`
          <button
            class=${isOpen ? 'day open' : 'day'}
            part="day"
            type="button"
            data-date=${day}
            aria-pressed=${day === date ? 'true' : 'false'}
            aria-disabled=${isOpen ? 'false' : 'true'}
            @click=${() => isOpen && send({ type: 'day-chosen', date: day })}
          >
            <span class="unseen">${label}</span>
            <span class="day-name" aria-hidden="true">${weekday(day)}</span>
            <span class="day-number" aria-hidden="true">${dayOfMonth(day)}</span>
            <span class="day-count" aria-hidden="true">${isOpen ? number(count) : nothing}</span>
          </button>
        `;
      })}
    </div>
  `;
}

function timesArea(state: WhenState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { availability, slots, date, shown } = state.calendar;
  const failed = availability.status === 'failed' ? availability : slots.status === 'failed' ? slots : null;
  if (failed) {
    return failureNotice(failed.failure, 'read', {
      messages,
      telephone: telephoneOf(state),
      onRetry: () => send({ type: 'retry-asked', key: newKey() }),
    });
  }
  if (availability.status !== 'ready' || slots.status !== 'ready' || !shown) return timesSkeleton();
  if (date === null) return emptyWeek(state, availability.value, context);
  return timesView(state, date, slots.value, context);
}

function emptyWeek(
  state: WhenState,
  { firstAvailable: next, timeZone }: Availability,
  { messages, formats, locale, send }: ViewContext,
) {
  const later = next ?? state.calendar.first;
  const goThere = (date: string) => send({ type: 'week-chosen', weekStart: startOfWeek(date, firstDayOfWeek(locale)) });
  return html`
    <div class="empty">
      <p>${later ? messages.emptyWeek : messages.nothingOpen}</p>
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

/** The held time is not among the free ones; a session with more seats, or an answer of a moment ago, still has it. */
function isOwnMissing(state: WhenState, day: string): boolean {
  const own = ownSlotOn(state, day);
  if (own === null || (serviceOf(state, state.visit)?.capacity ?? 1) > 1) return false;
  const { slots, date } = state.calendar;
  return !(date === day && slots.status === 'ready' && slots.value.some(({ id }) => id === own.id));
}

const timesSkeleton = () => html`
  <div aria-hidden="true">
    <span class="bone line part-bone"></span>
    <div class="times">${Array.from({ length: 8 }, () => html`<span class="bone time-bone"></span>`)}</div>
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
