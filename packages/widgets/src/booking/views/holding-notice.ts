import { html, nothing } from 'lit';
import { isEndingSoon, telephoneOf } from '../booking-selectors.ts';
import type { WaitlistState } from '../booking-state.ts';
import { nearestAlternatives } from '../nearest-alternatives.ts';
import { replacedBy, timeZoneOf, type VisitState } from '../first/visit-selectors.ts';
import { wallTime } from '../../locales/zone.ts';
import { failureNotice, nowAct } from './failure-notice.ts';
import { notice } from '../../ui/notice.ts';
import type { ViewContext } from '../first/view-context.ts';
import type { Messages } from '../../locales/booking/messages.ts';
import { unconfirmed } from './rail-times.ts';

/** What is wrong with the time, with the next act: another time, the same again, a retry, or keeping it. */
export function holdingNotice(state: VisitState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { holding } = state;
  switch (holding.status) {
    case 'none':
    case 'requested':
      return nothing;
    case 'held':
      return endingNotice(state, context);
    case 'failed':
      return failureNotice(holding.failure, replacedBy(state) ? 'visit' : 'read', {
        messages,
        before: kept(state, messages),
        telephone: telephoneOf(state),
        otherwise: nowAct(state, context),
        onRetry: () => send({ type: 'retry-asked', key: newKey() }),
      });
    case 'lost':
      return lostNotice(state, holding, context);
  }
}

/** The clinic's number for what stands below that notice: none where it is said there. */
export const telephoneBelow = (state: VisitState): string | null =>
  state.holding.status === 'failed' ? null : telephoneOf(state);

/** That the held time ends soon, once it does, and the act that keeps it. */
export function endingNotice(state: VisitState | WaitlistState, { messages, send, clock }: ViewContext) {
  if (!isEndingSoon(state)) return nothing;
  return notice({
    title: messages.endingSoon,
    text: state.step === 'waitlist' ? messages.waitlist.withoutTime : unconfirmed(state, messages),
    actions: html`<button
      class="button"
      part="button"
      type="button"
      @click=${() => send({ type: 'keep-asked', now: clock() })}
    >
      ${messages.keepTime}
    </button>`,
  });
}

/** That what was typed is still there: said only where something can be typed. */
const kept = (state: VisitState, { keptText }: Messages) => (state.step === 'who' ? keptText : '');

function lostNotice(
  state: VisitState,
  { reason, slot: lost, alternatives }: Extract<VisitState['holding'], { status: 'lost' }>,
  context: ViewContext,
) {
  const { messages, send, newKey } = context;
  // who answered with other times and not with the lost one says that somebody else has it by now
  const isTaken = alternatives.length > 0 && !alternatives.some(({ id }) => id === lost.id);
  const isExpired = reason === 'expired' && !isTaken;
  const others = nearestAlternatives(lost, alternatives, state.visit.practitionerId);
  const holdAgain =
    !isExpired || state.step === 'when'
      ? nothing
      : html`<button
          class="button"
          part="button"
          type="button"
          @click=${() => send({ type: 'hold-again-asked', key: newKey() })}
        >
          ${messages.holdAgain}
        </button>`;
  const otherTimes =
    state.step === 'when'
      ? nothing
      : html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>
          ${messages.otherTimes}
        </button>`;
  const textOfExpired = replacedBy(state) ? messages.unmovedText : messages.holdExpiredText;
  const textOfTaken = others.length > 0 ? messages.takenText : messages.takenNoAlternatives;
  return notice({
    title: isExpired ? messages.holdExpired : messages.taken,
    text: `${kept(state, messages)} ${isExpired ? textOfExpired : textOfTaken}`.trim(),
    actions: html`${holdAgain}${others.map(
      (slot) =>
        html`<button
          class="button"
          part="button time"
          type="button"
          @click=${() => send({ type: 'slot-chosen', slot, key: newKey() })}
        >
          ${alternativeLabel(state, slot.start, context)}
        </button>`,
    )}${otherTimes}`,
  });
}

/** The time alone where its day is on the screen, with its day elsewhere and on another. */
function alternativeLabel(state: VisitState, start: string, { formats }: ViewContext) {
  const zone = timeZoneOf(state);
  const lost = state.holding.status === 'lost' ? state.holding.slot.start : start;
  const isSameDay = wallTime(start, zone).date === wallTime(lost, zone).date;
  return isSameDay && state.step === 'when' ? formats(zone).time(start) : formats(zone).dateAndTime(start);
}
