import type { BookingAttempt, BookingState, ChangeAttempt, Failure, Sending } from '../booking-state.ts';

/** Nothing was sent. */
export const unsent = { status: 'unsent' } as const;

/** Whether a failed write may have arrived all the same. */
export const isUnknownOutcome = ({ kind }: Failure) =>
  kind === 'connection' || kind === 'server' || kind === 'interrupted';

/** Whether a try was turned away before anybody looked at what it was: of a try that it repeats, that tells nothing. */
const isTurnedAway = ({ kind }: Failure) =>
  kind === 'rate-limited' || kind === 'stopped' || kind === 'configuration' || kind === 'credential';

/** Whether it is not known if something that was sent arrived. */
const isUnknown = ({
  attempt,
  failure,
}: Extract<Sending<BookingAttempt | ChangeAttempt>, { status: 'failed' }>): boolean =>
  isUnknownOutcome(failure) || (attempt.repeats !== undefined && isTurnedAway(failure));

/** What may have arrived is repeated with its own key; anything else takes a fresh one. */
export const attemptToSend = (sending: Sending<ChangeAttempt>, fresh: string): ChangeAttempt =>
  sending.status === 'failed' && isUnknown(sending) ? { key: sending.attempt.key, repeats: 'sent' } : { key: fresh };

/** Whether a write was sent and it is not known whether it arrived: only repeating it is safe. */
export function isUncertain(state: BookingState): boolean {
  if (!('sending' in state)) return false;
  if (state.sending.status === 'sending') return true;
  if (state.sending.status === 'unsent') return false;
  return isUnknown(state.sending);
}

/** Whether a write is on its way, has arrived, or may have: the time must not be touched. */
export function isSending(state: BookingState): boolean {
  return isUncertain(state) || isReceived(state);
}

/**
 * Whether for whom it is cannot be changed any more, since it was sent. What a reload interrupted is on no device: who it was for is said again, as all of it is.
 */
export const isWhomSent = (state: BookingState): boolean =>
  isSending(state) &&
  !('sending' in state && state.sending.status === 'failed' && state.sending.failure.kind === 'interrupted');

/** Whether a held time may be booked by now. To join a waitlist needs none. */
export const isUsingHold = (state: BookingState): boolean => state.step !== 'waitlist' && isSending(state);

/** Whether an earlier try was received, or nobody can find out here whether it was: there is nothing left to send. */
export function isReceived(state: BookingState): boolean {
  if (!('sending' in state) || state.sending.status !== 'failed') return false;
  const { kind } = state.sending.failure;
  return kind === 'already-received' || kind === 'unclear';
}
