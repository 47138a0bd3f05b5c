import { html, nothing } from 'lit';
import { standingOf, telephoneOf } from '../booking-selectors.ts';
import { directionsLink } from '../directions-link.ts';
import { calendarEntryOf, googleCalendarLink, outlookCalendarLink } from '../calendar-links.ts';
import type { AppointmentState } from '../booking-state.ts';
import { appointmentFacts } from './appointment-facts.ts';
import { failureNotice, questionsLine } from './failure-notice.ts';
import { calendarIcon, checkIcon, crossIcon } from './icons.ts';
import { heading } from '../../ui/heading.ts';
import type { ViewContext } from '../first/view-context.ts';
import { isFarAhead } from '../flow/changeable.ts';
import { outsideLink } from './outside-link.ts';

/** An appointment: just booked, just changed, or opened by its link; read-only once it is over or cancelled. */
export function appointmentView(state: AppointmentState, context: ViewContext) {
  const { messages } = context;
  const { appointment } = state.managed;
  const standing = standingOf(state);
  const isOpen = standing === 'open';
  return html`
    ${state.news === null ? nothing : badge(state.news === 'cancelled')} ${heading(titleOf(state, standing, context))}
    <p class="lead muted">${leadOf(state, standing, context)}</p>
    ${
      state.calendarFile.status === 'failed'
        ? failureNotice(state.calendarFile.failure, 'visit', {
            messages,
            telephone: telephoneOf(state),
            onRetry: () => context.send({ type: 'retry-asked', key: context.newKey() }),
          })
        : nothing
    }
    ${appointmentFacts(appointment, state.setting.viewerTimeZone, context, { isOpen, beside: isOpen ? directions(state, context) : nothing })}
    ${isOpen ? openActions(state, context) : closedActions(state, context)}
  `;
}

const badge = (isCancelled: boolean) =>
  html`<div class=${isCancelled ? 'badge off' : 'badge'}>${isCancelled ? crossIcon() : checkIcon()}</div>`;

function titleOf(state: AppointmentState, standing: ReturnType<typeof standingOf>, { messages }: ViewContext): string {
  if (standing === 'cancelled') return messages.cancelledTitle;
  if (state.news === 'booked')
    return state.managed.appointment.patient?.contact ? messages.bookedForOtherTitle : messages.bookedTitle;
  if (state.news === 'rescheduled') return messages.rescheduledTitle;
  return standing === 'past' ? messages.pastTitle : messages.appointmentTitle;
}

function leadOf(state: AppointmentState, standing: ReturnType<typeof standingOf>, { messages }: ViewContext) {
  if (state.news !== null) {
    const email = state.managed.appointment.patient?.email ?? null;
    const details = email === null ? '' : messages.sendingDetails(email);
    return standing === 'cancelled' ? `${messages.cancelledText} ${details}` : details;
  }
  if (standing === 'open') return nothing;
  return html`${standing === 'cancelled' ? nothing : messages.readOnly} ${questionsLine(messages, telephoneOf(state))}`;
}

/** The way there, as long as the visit is to come. */
function directions({ managed: { appointment } }: AppointmentState, context: ViewContext) {
  const href = directionsLink(appointment);
  return href === null ? nothing : html`<br />${outsideLink(href, context.messages.directions, context)}`;
}

function openActions(state: AppointmentState, context: ViewContext) {
  const { messages, send } = context;
  const isLoading = state.calendarFile.status === 'loading';
  const primary = state.news === null ? '' : ' primary';
  return html`
    <div class="row actions">
      <button
        class=${`button${primary}`}
        part=${state.news === null ? 'button' : 'button button-primary'}
        type="button"
        aria-disabled=${isLoading ? 'true' : 'false'}
        @click=${() => send({ type: 'calendar-asked' })}
      >
        ${calendarIcon()}${messages.addToCalendar}
      </button>
      <button class="button" part="button" type="button" @click=${() => send({ type: 'change-asked' })}>
        ${messages.changeTime}
      </button>
      <button class="button" part="button" type="button" @click=${() => send({ type: 'cancel-asked' })}>
        ${messages.cancel}
      </button>
    </div>
    ${calendarLinks(state, context)} ${earlier(state, context)}
    ${state.news === 'booked' && state.setting.canBook ? html`<div class="row actions">${another(context)}</div>` : nothing}
  `;
}

/** A visit that is far ahead may be earlier, if a time becomes free: one act, and the visit stays as it is. */
function earlier(state: AppointmentState, { messages, send, newKey }: ViewContext) {
  if (!isFarAhead(state.managed, state.now)) return nothing;
  return html`<p class="waitlist-line">
    <span class="muted">${messages.waitlist.earlierAsk}</span>
    <button class="link" type="button" @click=${() => send({ type: 'earlier-asked', key: newKey() })}>
      ${messages.waitlist.earlierAct}
    </button>
  </p>`;
}

/** Others' calendars, with the entry filled in. */
function calendarLinks({ managed: { appointment } }: AppointmentState, context: ViewContext) {
  const { messages } = context;
  const title = messages.visitAt(appointment.display.organization);
  const entry = calendarEntryOf(appointment, title, messages.videoWhere);
  return html`<p class="calendar-links">
    <span class="muted">${messages.orAddTo}</span>
    ${outsideLink(googleCalendarLink(entry), messages.googleCalendar, context)}
    ${outsideLink(outlookCalendarLink(entry, 'personal'), messages.outlookCalendar, context)}
    ${outsideLink(outlookCalendarLink(entry, 'work'), messages.outlookWorkCalendar, context)}
  </p>`;
}

/** Who has put the visit into a calendar takes it out again by a file, too, and need not wait for the mail. */
function closedActions(state: AppointmentState, context: ViewContext) {
  const { messages, send } = context;
  const isCancelled = state.managed.appointment.status === 'cancelled';
  const canBook = state.news === 'cancelled' && state.setting.canBook;
  if (!isCancelled && !canBook) return nothing;
  const remove = html`<button
    class="button"
    part="button"
    type="button"
    aria-disabled=${state.calendarFile.status === 'loading' ? 'true' : 'false'}
    @click=${() => send({ type: 'calendar-asked' })}
  >
    ${calendarIcon()}${messages.removeFromCalendar}
  </button>`;
  return html`<div class="row actions">${isCancelled ? remove : nothing} ${canBook ? another(context) : nothing}</div>`;
}

/** Begins again for the same people: what they typed is still there. */
const another = ({ messages, send, clock }: ViewContext) =>
  html`<button class="button" part="button" type="button" @click=${() => send({ type: 'another-asked', now: clock() })}>
    ${messages.bookAnother}
  </button>`;
