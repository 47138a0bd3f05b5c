import type { WaitlistEntry, WaitlistOffer } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { telephoneOf } from '../booking-selectors.ts';
import { partsOfDay, type WaitingAct, type WaitingState } from '../booking-state.ts';
import { timeElsewhere } from '../first/time-elsewhere.ts';
import type { ViewContext } from '../first/view-context.ts';
import { outdated } from '../flow/outdated.ts';
import { isSending } from '../flow/sending.ts';
import { nearestAlternatives } from '../nearest-alternatives.ts';
import { canCorrect, canLeave, canSend, hasOffer } from '../flow/waitlist-flow.ts';
import { hoursOf } from '../waitlist-commands.ts';
import { actFooter } from './act-footer.ts';
import { dataText, factRow, whenWords } from './appointment-facts.ts';
import { failureNotice, nowAct, questionsLine } from './failure-notice.ts';
import { checkIcon } from './icons.ts';
import { weekOf } from './waitlist-view.ts';

/** Somebody waits: that they joined, the time that is held for them, or how it ended. */
export function waitingView(state: WaitingState, context: ViewContext) {
  // What is shown of it is so no more.
  if (outdated(state)) return html`${heading(context.messages.waitlist.outdatedTitle)} ${actNotice(state, context)}`;
  if (state.isLeaving) return leavingView(state, context);
  const isOffered = hasOffer(state);
  return html`
    ${state.news === 'joined' ? html`<div class="badge">${checkIcon()}</div>` : nothing}
    ${heading(waitingTitle(state, context))}
    <p class="lead muted">${leadOf(state, context)}</p>
    ${actNotice(state, context)}
    ${isOffered ? offerFacts(state, context) : state.entry.status === 'waitlist' ? wishFacts(state, context) : nothing}
    ${nearest(state, context)} ${acts(state, isOffered, context)}
  `;
}

/** Asks once more before the waitlist is left. */
function leavingView(state: WaitingState, context: ViewContext) {
  const {
    messages: { waitlist },
    send,
    newKey,
  } = context;
  const isOffered = hasOffer(state);
  const isBusy = state.sending.status === 'sending';
  return html`
    ${heading(waitingTitle(state, context))}
    <p class="lead muted">${waitlist.leaveText} ${isOffered ? waitlist.leaveOfferText : nothing}</p>
    ${actNotice(state, context)} ${isOffered ? offerFacts(state, context) : wishFacts(state, context)}
    ${actFooter(state, context, waitlist.stay, { words: isBusy ? waitlist.sending : waitlist.leave, kind: 'danger', isOff: isBusy, onClick: () => send({ type: 'waiting-act', act: 'leave', slotId: null, key: newKey() }) })}
  `;
}

/** What has become of waiting, in a few words. */
export function waitingTitle(state: WaitingState, { messages: { waitlist } }: Pick<ViewContext, 'messages'>): string {
  const { entry, news, isLeaving } = state;
  if (isLeaving) return waitlist.leaveTitle;
  switch (entry.status) {
    case 'booked':
      return waitlist.bookedTitle;
    case 'cancelled':
    case 'unknown':
      return news === 'left' ? waitlist.leftTitle : waitlist.endedTitle;
    case 'waitlist':
      if (hasOffer(state)) return waitlist.offerTitle;
      if (news === 'declined') return waitlist.declinedTitle;
      return isOver(state) ? waitlist.overTitle : waitlist.joinedTitle;
  }
}

/** The last offer came to its end before it was answered. */
const isOver = ({ entry, news }: WaitingState) =>
  news === 'too-late' || (news === null && entry.offer?.participantStatus === 'expired');

function leadOf(state: WaitingState, { messages, formats }: ViewContext) {
  const { waitlist } = messages;
  const { entry, news } = state;
  switch (entry.status) {
    case 'booked':
      return waitlist.bookedText;
    case 'cancelled':
    case 'unknown':
      return html`${news === 'left' ? waitlist.leftText : nothing} ${questionsLine(messages, telephoneOf(state))}`;
    case 'waitlist': {
      if (hasOffer(state) && entry.offer) {
        const until = waitlist.offerText(deadlineWords(entry.offer, state.setting.viewerTimeZone, formats));
        return html`${until} ${entry.replacesAppointmentId === null ? nothing : waitlist.moveText}`;
      }
      if (isOver(state)) return waitlist.overText;
      const email = entry.patient?.email ?? null;
      const next = email === null ? waitlist.joinedTextAnywhere : waitlist.joinedText(email);
      return html`${next} ${entry.replacesAppointmentId === null ? nothing : waitlist.keepsVisit}`;
    }
  }
}

/** Until when an offer can be answered: with its zone, where the reader's clock shows another time. */
function deadlineWords(
  { expiresAt, timeZone }: WaitlistOffer,
  viewerTimeZone: string,
  formats: ViewContext['formats'],
) {
  const { dateAndTime, zoneName } = formats(timeZone);
  const isElsewhere = timeElsewhere(expiresAt, timeZone, viewerTimeZone, formats) !== null;
  return isElsewhere ? `${dateAndTime(expiresAt)} ${zoneName(expiresAt)}` : dateAndTime(expiresAt);
}

function actNotice(state: WaitingState, context: ViewContext) {
  const { messages, send, newKey } = context;
  if (state.sending.status !== 'failed') return nothing;
  return failureNotice(state.sending.failure, 'waiting', {
    messages,
    telephone: telephoneOf(state),
    otherwise: nowAct(state, context),
    onRetry: () => send({ type: 'retry-asked', key: newKey() }),
  });
}

/** What is held: when, what, where, with whom. */
function offerFacts({ entry, setting }: WaitingState, context: ViewContext) {
  const { messages } = context;
  const { offer } = entry;
  if (offer === null) return nothing;
  const { slot, timeZone, mode, display } = offer;
  const visit = { start: slot.start, end: slot.end, timeZone, mode };
  return html`
    <dl class="facts">
      ${factRow(messages.when, whenWords(visit, setting.viewerTimeZone, context))}
      ${factRow(messages.what, dataText(entry.display.healthcareService))}
      ${factRow(messages.where, dataText(placeOf(offer, messages)))}
      ${factRow(messages.with, dataText(display.practitioner))}
    </dl>
  `;
}

const placeOf = ({ mode, display }: WaitlistOffer, messages: ViewContext['messages']) =>
  mode === 'telehealth' ? messages.videoWhere : `${display.location}, ${display.address}`;

/** What is waited for. */
function wishFacts({ entry }: WaitingState, context: ViewContext) {
  const { messages, formats } = context;
  const { display, requestedPeriod } = entry;
  const { longDate } = formats('UTC');
  const period = messages.waitlist.fromUntilDay(longDate(requestedPeriod.start), longDate(requestedPeriod.end));
  return html`
    <dl class="facts">
      ${factRow(messages.what, dataText(display.healthcareService))}
      ${factRow(messages.where, dataText(display.location ?? messages.waitlist.anyPlace))}
      ${factRow(messages.when, html`${freeTimesWords(entry, context)}<br />${period}`)}
    </dl>
  `;
}

/** `Monday, Tuesday: morning` */
function freeTimesWords({ availableTime }: WaitlistEntry, { messages, formats, locale }: ViewContext): string {
  if (availableTime.length === 0) return messages.waitlist.anyTime;
  const daysOfWeek = availableTime[0]?.daysOfWeek ?? [];
  const list = new Intl.ListFormat(locale, { type: 'unit', style: 'long' });
  const days = weekOf(locale)
    .filter(({ day }) => daysOfWeek.includes(day))
    .map(({ date }) => formats('UTC').longWeekday(date));
  const parts = partsOfDay
    .filter((part) => availableTime.some(({ start }) => start === hoursOf[part].start) && !isWholeDay(availableTime))
    .map((part) => messages[part]);
  const words = [
    ...(days.length === 7 ? [] : [list.format(days)]),
    ...(parts.length === 0 ? [] : [list.format(parts)]),
  ];
  // the dot stays with what it follows, so that no line begins with it
  return words.length === 0 ? messages.waitlist.anyTime : words.join('\u00A0· ');
}

const isWholeDay = (availableTime: WaitlistEntry['availableTime']) =>
  availableTime.some(({ start, end }) => start === '00:00' && end === '24:00');

/** Times that are open, in place of the one that is gone. */
function nearest(state: WaitingState, { messages, formats, send, newKey }: ViewContext) {
  const { alternatives, entry } = state;
  if (entry.status !== 'waitlist' || entry.offer === null) return nothing;
  const near = nearestAlternatives(entry.offer.slot, alternatives, entry.practitionerId);
  if (near.length === 0) return nothing;
  const { dateAndTime } = formats(entry.offer.timeZone);
  return html`
    <div class="nearest" role="group" aria-labelledby="nearest">
      <p id="nearest">${messages.waitlist.nearest}</p>
      ${near.map(
        ({ id, start }) =>
          html`<button
            class="button"
            part="button time"
            type="button"
            aria-disabled=${canSend(state, { act: 'accept', slotId: id }) ? 'false' : 'true'}
            @click=${() => send({ type: 'waiting-act', act: 'accept', slotId: id, key: newKey() })}
          >
            ${messages.waitlist.takeTime(dateAndTime(start))}
          </button>`,
      )}
    </div>
  `;
}

function acts(state: WaitingState, isOffered: boolean, { messages, send, newKey, clock }: ViewContext) {
  const { waitlist } = messages;
  const { replaces, setting, sending } = state;
  const isBusy = isSending(state);
  const press = (act: WaitingAct) => () => send({ type: 'waiting-act', act, slotId: null, key: newKey() });
  const isOff = (act: WaitingAct) => !canSend(state, { act, slotId: null });
  const button = (label: string, isOff: boolean, onPress: () => void) =>
    html`<button class="button" part="button" type="button" aria-disabled=${isOff ? 'true' : 'false'} @click=${onPress}>
      ${label}
    </button>`;
  const isTaking = sending.status === 'sending' && sending.attempt.act === 'accept';
  const buttons = [
    isOffered
      ? html`<button
          class="button primary"
          part="button button-primary"
          type="button"
          aria-disabled=${isOff('accept') ? 'true' : 'false'}
          @click=${press('accept')}
        >
          ${isTaking ? waitlist.taking : waitlist.take}
        </button>`
      : nothing,
    isOffered ? button(waitlist.decline, isOff('decline'), press('decline')) : nothing,
    canCorrect(state) ? button(waitlist.correct, isOff('correct'), press('correct')) : nothing,
    canLeave(state) ? button(waitlist.leave, isBusy, () => send({ type: 'leave-asked' })) : nothing,
    replaces ? button(waitlist.backToVisit, isBusy, () => send({ type: 'went-back' })) : nothing,
    setting.canBook && !replaces && !isOffered
      ? button(waitlist.seeTimes, isBusy, () => send({ type: 'another-asked', now: clock() }))
      : nothing,
  ];
  return buttons.every((each) => each === nothing) ? nothing : html`<div class="row actions">${buttons}</div>`;
}
