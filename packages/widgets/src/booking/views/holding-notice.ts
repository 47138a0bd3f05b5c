import { html, nothing } from 'lit';
import { isEndingSoon, telephoneOf, timeZoneOf, type VisitState } from '../booking-selectors.ts';
import { wallTime } from '../zone.ts';
import { failureNotice, notice } from './failure-notice.ts';
import type { ViewContext } from './view-context.ts';

/** What is wrong with the time, with the next act: another time, the same again, a retry, or keeping it. */
export function holdingNotice(state: VisitState, context: ViewContext) {
  const { messages, send, newKey, clock } = context;
  const { holding } = state;
  switch (holding.status) {
    case 'none':
    case 'requested':
      return nothing;
    case 'held':
      if (!isEndingSoon(state)) return nothing;
      return notice({
        title: messages.endingSoon,
        text: messages.notBookedYet,
        actions: html`<button
          class="button"
          part="button"
          type="button"
          @click=${() => send({ type: 'keep-asked', now: clock() })}
        >
          ${messages.keepTime}
        </button>`,
      });
    case 'failed':
      return failureNotice(holding.failure, 'read', {
        messages,
        telephone: telephoneOf(state),
        onRetry: () => send({ type: 'retry-asked', key: newKey() }),
      });
    case 'lost':
      return lostNotice(state, holding, context);
  }
}

function lostNotice(
  state: VisitState,
  { reason, slot: lost, alternatives }: Extract<VisitState['holding'], { status: 'lost' }>,
  context: ViewContext,
) {
  const { messages, send, newKey } = context;
  const isExpired = reason === 'expired';
  const others = alternatives.filter(({ id }) => id !== lost.id);
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
  const textOfTaken = others.length > 0 ? messages.takenText : messages.takenNoAlternatives;
  return notice({
    title: isExpired ? messages.holdExpired : messages.taken,
    text: isExpired ? messages.holdExpiredText : textOfTaken,
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

/** The time alone on the lost day, with its day on another. */
function alternativeLabel(state: VisitState, start: string, { formats }: ViewContext) {
  const zone = timeZoneOf(state);
  const lost = state.holding.status === 'lost' ? state.holding.slot.start : start;
  const isSameDay = wallTime(start, zone).date === wallTime(lost, zone).date;
  return isSameDay ? formats(zone).time(start) : formats(zone).dateAndTime(start);
}
