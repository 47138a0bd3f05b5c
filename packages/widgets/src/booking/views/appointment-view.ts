import { html, nothing } from 'lit';
import { standingOf, telephoneOf } from '../booking-selectors.ts';
import { calendarEntryOf, googleCalendarLink, outlookCalendarLink } from '../calendar-links.ts';
import type { AppointmentState } from '../booking-state.ts';
import { appointmentFacts } from './appointment-facts.ts';
import { callLine, failureNotice } from './failure-notice.ts';
import { calendarIcon, checkIcon, crossIcon } from './icons.ts';
import { heading } from './progress.ts';
import type { ViewContext } from './view-context.ts';

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
        ? failureNotice(state.calendarFile.failure, 'read', {
            messages,
            telephone: telephoneOf(state),
            onRetry: () => context.send({ type: 'retry-asked', key: context.newKey() }),
          })
        : nothing
    }
    ${appointmentFacts(appointment, state.setting.viewerTimeZone, context)}
    ${isOpen ? openActions(state, context) : closedActions(state, context)}
  `;
}

const badge = (isCancelled: boolean) => html`<div class="badge">${isCancelled ? crossIcon() : checkIcon()}</div>`;

function titleOf(state: AppointmentState, standing: ReturnType<typeof standingOf>, { messages }: ViewContext): string {
  if (standing === 'cancelled') return messages.cancelledTitle;
  if (state.news === 'booked') return messages.bookedTitle;
  if (state.news === 'rescheduled') return messages.rescheduledTitle;
  return standing === 'past' ? messages.pastTitle : messages.appointmentTitle;
}

function leadOf(state: AppointmentState, standing: ReturnType<typeof standingOf>, { messages }: ViewContext) {
  if (state.news !== null) {
    const details = messages.sendingDetails(state.managed.appointment.patient.email);
    return standing === 'cancelled' ? `${messages.cancelledText} ${details}` : details;
  }
  if (standing === 'open') return nothing;
  return html`${standing === 'cancelled' ? nothing : messages.readOnly} ${callLine(messages, telephoneOf(state))}`;
}

function openActions(state: AppointmentState, { messages, send }: ViewContext) {
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
    ${calendarLinks(state, messages)}
  `;
}

/** Others' calendars: a new tab, without a word of where it was opened, and nothing is asked of them before. */
function calendarLinks({ managed: { appointment } }: AppointmentState, messages: ViewContext['messages']) {
  const title = messages.visitAt(appointment.display.organization);
  const entry = calendarEntryOf(appointment, title, messages.videoWhere);
  const link = (href: string, name: string) =>
    html`<a class="link" href=${href} target="_blank" rel="noopener noreferrer"
      >${name}<span class="unseen">, ${messages.newTab}</span></a
    >`;
  return html`<p class="calendar-links">
    <span class="muted">${messages.addToCalendar}:</span>
    ${link(googleCalendarLink(entry), messages.googleCalendar)}
    ${link(outlookCalendarLink(entry), messages.outlookCalendar)}
  </p>`;
}

function closedActions(state: AppointmentState, { messages, send, clock }: ViewContext) {
  if (state.news !== 'cancelled' || !state.setting.canBook) return nothing;
  return html`
    <div class="row actions">
      <button class="button" part="button" type="button" @click=${() => send({ type: 'another-asked', now: clock() })}>
        ${messages.bookAnother}
      </button>
    </div>
  `;
}
