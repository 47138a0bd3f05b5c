import type { Formats } from '../locales/formats.ts';
import type { Messages } from '../locales/messages.ts';
import { isEndingSoon, secondsLeft, timeZoneOf } from './booking-selectors.ts';
import type { BookingState, CalendarView } from './booking-state.ts';
import { type FailedAct, failureWords } from './views/failure-notice.ts';

/**
 * What a screen reader is told of a state beside the heading or the banner that takes focus. The same state gives the same words, and the live
 * region speaks only when they change.
 */
export function announcementOf(
  state: BookingState,
  messages: Messages,
  formats: (timeZone: string) => Formats,
): string {
  switch (state.step) {
    case 'closed':
      return '';
    case 'opening':
      return state.failure ? failureWords(state.failure, 'read', messages).title : messages.loading;
    case 'what':
      return '';
    case 'when': {
      const { availability, slots, date } = state.calendar;
      if (state.holding.status === 'requested') return messages.holding;
      if (isEndingSoon(state)) return messages.endingSoon;
      const failed = availability.status === 'failed' ? availability : slots.status === 'failed' ? slots : null;
      if (failed) return failureWords(failed.failure, 'read', messages).title;
      if (availability.status !== 'ready' || slots.status !== 'ready') return messages.lookingForTimes;
      if (date === null) {
        const later = availability.value.firstAvailable ?? state.calendar.first;
        return later ? emptyPeriod(state.calendar.view, messages) : messages.nothingOpen;
      }
      const { number, longDate } = formats(timeZoneOf(state));
      if (state.calendar.view === 'list') return messages.timesCount(slots.value.length, number(slots.value.length));
      return messages.timesFound(slots.value.length, number(slots.value.length), longDate(date));
    }
    case 'who':
    case 'confirm': {
      if (state.holding.status === 'requested') return messages.holding;
      if (state.sending.status === 'sending') return state.step === 'who' ? messages.booking : messages.confirming;
      if (state.sending.status === 'failed')
        return failureWords(state.sending.failure, actOf(state.step), messages).title;
      if (isEndingSoon(state)) return messages.endingSoon;
      return state.holding.status === 'held' && secondsLeft(state) !== null ? messages.heldAnnouncement : '';
    }
    case 'appointment':
      return '';
    case 'cancel':
      if (state.sending.status === 'sending') return messages.cancelling;
      return state.sending.status === 'failed' ? failureWords(state.sending.failure, 'change', messages).title : '';
  }
}

/** That nothing is open in the shown week or month. */
export const emptyPeriod = (view: CalendarView, messages: Messages): string =>
  view === 'month' ? messages.emptyMonth : messages.emptyWeek;

const actOf = (step: 'who' | 'confirm'): FailedAct => (step === 'who' ? 'booking' : 'change');
