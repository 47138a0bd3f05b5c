import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../../locales/booking/messages.ts';
import { notice } from '../../ui/notice.ts';
import type { BookingState, Failure } from '../booking-state.ts';
import type { ViewContext } from '../first/view-context.ts';
import { outdated } from '../flow/outdated.ts';
import { telephoneSentence } from '../../ui/telephone-sentence.ts';

/**
 * What failed: the link that somebody came by, a look at what can be booked, one around an appointment, a booking, or a change. It decides what is
 * said about what was typed, and about access that was refused.
 */
export type FailedAct = 'link' | 'read' | 'visit' | 'booking' | 'change' | 'waitlist' | 'waiting';

/** The words for a failure. */
export function failureWords(
  failure: Failure,
  act: FailedAct,
  messages: Messages,
): { readonly title: string; readonly text: string } {
  const isChange = act === 'booking' || act === 'change' || act === 'waitlist' || act === 'waiting';
  const uncertain = uncertainText(act, messages);
  switch (failure.kind) {
    case 'connection':
      return { title: messages.connectionTitle, text: isChange ? uncertain : messages.connectionText };
    case 'server':
      return { title: messages.serverTitle, text: isChange ? uncertain : messages.serverText };
    case 'interrupted':
      return { title: messages.interruptedTitle, text: messages.interruptedText };
    case 'rate-limited':
      if (failure.taken === undefined) return { title: messages.rateLimitedTitle, text: messages.rateLimitedText };
      return {
        title: messages.tooManyTitle,
        text: failure.taken === 'for-hours' ? messages.tooManyOfDay : messages.tooManyText,
      };
    case 'configuration':
      return { title: messages.configurationTitle, text: messages.configurationText };
    case 'credential':
      return refusedWords(act, messages);
    case 'slot-unavailable':
      return { title: messages.taken, text: messages.takenNoAlternatives };
    case 'hold-expired':
      return { title: messages.holdExpired, text: messages.holdExpiredText };
    case 'session-ended':
      return { title: messages.sessionEndedTitle, text: messages.sessionEndedText };
    case 'right-ended':
      return { title: messages.rightEndedTitle, text: messages.rightEndedText };
    case 'unclear':
      return { title: messages.perhapsBookedTitle, text: messages.perhapsBookedText };
    case 'already-received':
      if (act === 'waitlist') return { title: messages.waitlist.receivedTitle, text: messages.alreadyReceivedText };
      return { title: messages.alreadyReceivedTitle, text: messages.alreadyReceivedText };
    case 'status-conflict':
      return conflictWords(act, messages);
    case 'stopped':
      return { title: messages.stoppedTitle, text: messages.stoppedText };
    case 'not-eligible':
      return { title: messages.notEligibleTitle, text: notEligibleText(failure.reason, messages) };
    case 'validation':
      return { title: messages.validationTitle, text: messages.validationText };
  }
}

/** What is in the way of an act: of a new booking nobody knows what, anything else was changed by somebody. */
function conflictWords(act: FailedAct, messages: Messages) {
  if (act === 'booking') return { title: messages.notBookedTitle, text: messages.notBookedText };
  const title = act === 'waiting' ? messages.changedTitle : messages.statusConflictTitle;
  return { title, text: messages.nothingChanged };
}

function notEligibleText(reason: Extract<Failure, { kind: 'not-eligible' }>['reason'], messages: Messages) {
  switch (reason) {
    case 'not-new':
      return messages.stopNew;
    case 'not-existing':
      return messages.stopExisting;
    case 'too-young':
    case 'too-old':
    case null:
      return messages.notEligibleText;
  }
}

/** What is said of an act that may have arrived. */
function uncertainText(act: FailedAct, messages: Messages): string {
  if (act === 'waitlist') return messages.waitlist.uncertain;
  return act === 'booking' ? messages.uncertainText : messages.uncertainChangeText;
}

/** Only who came by a link is told of one; without one it is the page that is refused, or the time for changes is over. */
function refusedWords(act: FailedAct, messages: Messages) {
  switch (act) {
    case 'link':
      return { title: messages.credentialTitle, text: messages.credentialText };
    case 'read':
    case 'booking':
    case 'waitlist':
      return { title: messages.configurationTitle, text: messages.configurationText };
    case 'visit':
    case 'change':
    case 'waiting':
      return { title: messages.accessEndedTitle, text: messages.credentialText };
  }
}

/** Where something was changed elsewhere: the way to see it as it is now. */
export const nowAct = (state: BookingState, { messages, send }: Pick<ViewContext, 'messages' | 'send'>) =>
  outdated(state) && { label: messages.showNow, act: () => send({ type: 'visit-asked' }) };

/** Whether trying the same again can help. */
export function canRetry(failure: Failure): boolean {
  const { kind } = failure;
  if (kind === 'rate-limited') return failure.taken !== 'for-hours';
  return kind === 'connection' || kind === 'server' || kind === 'stopped';
}

/** The banner of a failure: words, telephone, and retry where that can help. */
export function failureNotice(
  failure: Failure,
  act: FailedAct,
  {
    messages,
    telephone,
    onRetry,
    otherwise = null,
    before = '',
  }: {
    readonly messages: Messages;
    readonly telephone: string | null;
    readonly onRetry: (() => void) | null;
    /** The way on where trying again is none. */
    readonly otherwise?: { readonly label: string; readonly act: () => void } | null;
    /** Said first. */
    readonly before?: string;
  },
): TemplateResult {
  const { title, text } = failureWords(failure, act, messages);
  const next = canRetry(failure) && onRetry ? { label: messages.tryAgain, act: onRetry } : otherwise;
  return notice({
    title,
    text: html`${before} ${text} ${callWords(failure, act, messages, telephone)} <slot name="fallback"></slot>`,
    actions: next
      ? html`<button class="button" part="button" type="button" @click=${next.act}>${next.label}</button>`
      : undefined,
  });
}

/** In a hurry, the clinic can be called; where to call it is the way, or said already, the number is enough. */
function callWords(failure: Failure, act: FailedAct, messages: Messages, telephone: string | null) {
  // A link that does not work says of no clinic which it is.
  if (telephone === null) return act === 'link' ? messages.numberInMail : nothing;
  switch (failure.kind) {
    case 'not-eligible':
    case 'right-ended':
      return telephoneSentence(messages.callNumber, telephone);
    case 'configuration':
    case 'credential':
    case 'already-received':
    case 'unclear':
      return numberLine(messages, telephone);
    case 'rate-limited':
      return failure.taken === undefined ? callLine(messages, telephone) : numberLine(messages, telephone);
    default:
      return callLine(messages, telephone);
  }
}

/** The clinic's number where to call is said already. */
export const numberLine = (messages: Messages, telephone: string | null) =>
  telephone === null ? nothing : telephoneSentence(messages.numberIs, telephone);

/** Where nothing is left to do here, the clinic can be asked. */
export const questionsLine = (messages: Messages, telephone: string | null) =>
  telephone === null ? nothing : telephoneSentence(messages.questions, telephone);

/** The clinic's number as a link, inside the sentence of the language. */
export const callLine = (messages: Messages, telephone: string | null) =>
  telephone === null ? nothing : telephoneSentence(messages.callClinic, telephone);
