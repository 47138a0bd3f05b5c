import type { BookingState } from './booking-state.ts';

/**
 * What takes the focus when one state follows another, as a selector: the heading of a new step, a banner that appeared, the summary of what is
 * wrong with the form, or the times of a chosen day. Null leaves the focus where it is.
 *
 * @param choseDay false where the day was kept while somebody went from one view to another
 */
export function focusAfter(before: BookingState, now: BookingState, choseDay: boolean): string | null {
  if (before === now) return null;
  if (before.step !== now.step) return '#heading';
  const banner = bannerOf(now);
  if (banner !== null && banner !== bannerOf(before)) return '.notice-title';
  // the same page says something else: its heading
  if (
    before.step === 'waiting' &&
    now.step === 'waiting' &&
    (before.entry !== now.entry || before.isLeaving !== now.isLeaving)
  )
    return '#heading';
  if ((before.step === 'who' && now.step === 'who') || (before.step === 'waitlist' && now.step === 'waitlist')) {
    // a check changes nothing that was typed
    const isChecked = now.problems !== before.problems && now.form === before.form;
    const isWrong = Object.keys(now.problems).length > 0 || (now.step === 'waitlist' && now.wrongDates !== null);
    return isChecked && isWrong ? '#problems' : null;
  }
  if (before.step === 'when' && now.step === 'when') {
    const isDay = before.calendar.availability.status === 'ready' && before.calendar.slots.status === 'loading';
    return choseDay && isDay && now.calendar.slots.status === 'ready' ? '.times button' : null;
  }
  return null;
}

/** Names the banner that a state shows, if it is one that needs an act. */
function bannerOf(state: BookingState): string | null {
  switch (state.step) {
    case 'closed':
    case 'what':
    case 'rules':
      return null;
    case 'opening':
      return state.failure?.kind ?? null;
    case 'when':
    case 'who':
    case 'confirm': {
      const { holding } = state;
      if (holding.status === 'lost' || holding.status === 'failed') return `${holding.status} ${holding.slot.id}`;
      if (state.step === 'when') return state.calendar.slots.status === 'failed' ? 'times' : null;
      return state.sending.status === 'failed' && state.sending.failure.kind !== 'validation'
        ? state.sending.failure.kind
        : null;
    }
    case 'appointment':
      return state.calendarFile.status === 'failed' ? 'file' : null;
    case 'waitlist':
      return state.sending.status === 'failed' && state.sending.failure.kind !== 'validation'
        ? state.sending.failure.kind
        : null;
    case 'waiting':
    case 'cancel':
      return state.sending.status === 'failed' ? state.sending.failure.kind : null;
  }
}
