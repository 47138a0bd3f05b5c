import { html, nothing } from 'lit';
import { emptyPeriod } from '../announcement.ts';
import { isWhatShown, telephoneOf } from '../booking-selectors.ts';
import type { Availability, WhenState } from '../booking-state.ts';
import { firstDayOfWeek } from '../first/calendar-dates.ts';
import type { ViewContext } from '../first/view-context.ts';
import { canMove } from '../first/visit-selectors.ts';
import { timesSkeleton } from '../first/when-view.ts';
import { isShortcut, keepFocusAt, onRovingKey } from '../roving-focus.ts';
import { whenWords } from './appointment-facts.ts';
import { callLine, failureNotice, numberLine } from './failure-notice.ts';
import { notice } from '../../ui/notice.ts';
import { holdingNotice, telephoneBelow } from './holding-notice.ts';
import { listView } from './list-view.ts';
import { monthView } from './month-view.ts';

/** What has to be known before a time is chosen: how the held one stands, a booking that may have arrived, and when the visit is that is moved. */
export const noticesAbove = (state: WhenState, context: ViewContext) =>
  html`${holdingNotice(state, context)} ${perhapsBookedNotice(state, context)} ${presentTime(state, context)}`;

/** The time that a visit has, as long as no other is confirmed. */
function presentTime({ replaces, setting }: WhenState, context: ViewContext) {
  if (!replaces) return nothing;
  return html`<p class="present">
    <span class="muted">${context.messages.presentTime}</span>
    <span>${whenWords(replaces.appointment, setting.viewerTimeZone, context)}</span>
  </p>`;
}

function perhapsBookedNotice(state: WhenState, { messages }: ViewContext) {
  if (!state.perhapsBooked) return nothing;
  return notice({
    title: messages.perhapsBookedTitle,
    text: html`${messages.perhapsBookedText} ${numberLine(messages, telephoneOf(state))}`,
  });
}

/** The days where they are no week: a month's; a list has none. */
export const monthOf = (state: WhenState, context: ViewContext) =>
  state.calendar.view === 'month' ? monthView(state, onPeriodKey(state, context), context) : nothing;

/** PageUp and PageDown go by weeks or months, and keep the place in the grid. Tells whether it was one of them. */
const onPeriodKey =
  (state: WhenState, { send }: ViewContext) =>
  (event: KeyboardEvent): boolean => {
    const by = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : null;
    if (by === null || isShortcut(event)) return false;
    event.preventDefault();
    if (canMove(state, by)) {
      keepFocusAt(event);
      send({ type: 'period-moved', by });
    }
    return true;
  };

/** Keys inside the strip of a week. */
export const onWeekKey = (state: WhenState, context: ViewContext) => (event: KeyboardEvent) => {
  if (!onPeriodKey(state, context)(event)) onRovingKey(event);
};

/** What stands where the times of a day would: all times of a week, why there are none, or their bones while they are on their way. */
export function insteadOfTimes(state: WhenState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { availability, slots, date, shown } = state.calendar;
  const failed = availability.status === 'failed' ? availability : slots.status === 'failed' ? slots : null;
  if (failed) {
    return failureNotice(failed.failure, state.replaces ? 'visit' : 'read', {
      messages,
      telephone: telephoneBelow(state),
      onRetry: () => send({ type: 'retry-asked', key: newKey() }),
    });
  }
  if (availability.status !== 'ready' || slots.status !== 'ready' || !shown) return timesSkeleton();
  return date === null ? emptyView(state, availability.value, context) : listView(state, slots.value, context);
}

function emptyView(
  state: WhenState,
  { firstAvailable: next, timeZone }: Availability,
  { messages, formats, locale, send }: ViewContext,
) {
  const later = next ?? state.calendar.first;
  const goThere = (date: string) => send({ type: 'date-wanted', date, firstDayOfWeek: firstDayOfWeek(locale) });
  return html`
    <div class="empty">
      <p>${later ? emptyPeriod(state.calendar.view, messages) : messages.nothingOpen}</p>
      ${
        later
          ? html`<p>${messages.nextOpening(formats(timeZone).longDate(later.date))}</p>
              <button class="button" part="button" type="button" @click=${() => goThere(later.date)}>
                ${messages.goThere}
              </button>`
          : html`<p>${messages.waitlist.text}</p>
              <button
                class="button primary"
                part="button button-primary"
                type="button"
                @click=${() => send({ type: 'waitlist-asked' })}
              >
                ${messages.waitlist.askAct}
              </button>
              <p>${callLine(messages, telephoneBelow(state))}</p>
              <slot name="fallback"></slot>`
      }
    </div>
  `;
}

/**
 * A way on for whom nothing fits: quiet below the times. Where there are none at all it stands in their place. While times are on their way it has its
 * place and is not there: they would move it from under somebody's finger.
 */
const waitlistLine = (state: WhenState, { messages, send }: ViewContext) =>
  html`<p class=${isOnTheWay(state) ? 'waitlist-line unsaid' : 'waitlist-line'}>
    <span class="muted">${messages.waitlist.ask}</span>
    <button class="link" type="button" @click=${() => send({ type: 'waitlist-asked' })}>
      ${messages.waitlist.askAct}
    </button>
  </p>`;

const isOnTheWay = ({ calendar: { availability, slots } }: WhenState): boolean =>
  availability.status === 'loading' || slots.status === 'loading';

/** Whether the times, or why there are none, offer the waitlist already, or nothing is known of them. */
function isWaitlistShown({ calendar: { availability, shown, slots, date, first } }: WhenState): boolean {
  if (availability.status === 'failed') return shown === null;
  if (availability.status !== 'ready' || slots.status !== 'ready' || date !== null) return false;
  return availability.value.firstAvailable === null && first === null;
}

/** Back, and on with the time that is held. */
export function whenFooter(state: WhenState, context: ViewContext) {
  const { messages, send } = context;
  const canGoBack = state.replaces !== null || isWhatShown(state);
  const isHeld = state.holding.status === 'held';
  const line = isWaitlistShown(state) ? nothing : waitlistLine(state, context);
  if (!canGoBack && !isHeld) return line;
  return html`
    ${line}
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
