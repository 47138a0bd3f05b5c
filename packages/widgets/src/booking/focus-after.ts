import type { BookingState } from './booking-state.ts';

/**
 * What takes the focus when one state follows another, as a selector: the heading of a new step, a banner that appeared, the summary of what is
 * wrong with the form, or the times of a chosen day. Null leaves the focus where it is.
 */
export function focusAfter(before: BookingState, now: BookingState): string | null {
  if (before === now) return null;
  if (before.step !== now.step) return '#heading';
  const banner = bannerOf(now);
  if (banner !== null && banner !== bannerOf(before)) return '.notice-title';
  if (before.step === 'who' && now.step === 'who') {
    const wrong = Object.keys(now.problems).length;
    const isChecked = now.problems !== before.problems && wrong > 0 && wrong >= Object.keys(before.problems).length;
    return isChecked ? '#problems' : null;
  }
  if (before.step === 'when' && now.step === 'when') {
    const isDay = before.calendar.availability.status === 'ready' && before.calendar.slots.status === 'loading';
    return isDay && now.calendar.slots.status === 'ready' ? '.times button' : null;
  }
  return null;
}

/** Names the banner that a state shows, if it is one that needs an act. */
function bannerOf(state: BookingState): string | null {
  switch (state.step) {
    case 'closed':
    case 'what':
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
    case 'cancel':
      return state.sending.status === 'failed' ? state.sending.failure.kind : null;
  }
}
