import type { Formats } from '../locales/formats.ts';
import type { Messages } from '../locales/booking/messages.ts';
import { isEndingSoon, secondsLeft } from './booking-selectors.ts';
import { timeZoneOf } from './first/visit-selectors.ts';
import type { BookingState, CalendarView } from './booking-state.ts';
import { newestStop } from './flow/rules-flow.ts';
import { type FailedAct, failureWords } from './views/failure-notice.ts';
import { openingAct } from './views/opening-view.ts';
import { isUrgent, numberToCall, stopWords } from './views/rules-words.ts';

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
      return state.failure ? failureWords(state.failure, openingAct(state), messages).title : messages.loading;
    case 'what':
      return '';
    case 'rules': {
      const stop = newestStop(state);
      if (stop === null) return '';
      const { title } = stopWords(state, stop, messages, formats);
      const number = isUrgent(stop) ? numberToCall(state, stop) : null;
      return number === null ? title : `${title} ${messages.callNumber(number)}`;
    }
    case 'when': {
      const { availability, slots, date } = state.calendar;
      if (state.holding.status === 'requested') return messages.holding;
      if (isEndingSoon(state)) return messages.endingSoon;
      const failed = availability.status === 'failed' ? availability : slots.status === 'failed' ? slots : null;
      if (failed) return failureWords(failed.failure, state.replaces ? 'visit' : 'read', messages).title;
      if (availability.status !== 'ready' || slots.status !== 'ready') return messages.lookingForTimes;
      if (date === null) {
        const later = availability.value.firstAvailable ?? state.calendar.first;
        return later ? emptyPeriod(state.calendar.view, messages) : messages.nothingOpen;
      }
      const { number, longDate, longDateOf } = formats(timeZoneOf(state));
      if (state.calendar.view === 'list') {
        const times = messages.timesCount(slots.value.length, number(slots.value.length));
        const last = slots.value.at(-1);
        return availability.value.isCut && last ? `${times}. ${messages.listCut(longDateOf(last.start))}` : times;
      }
      return messages.timesFound(slots.value.length, number(slots.value.length), longDate(date));
    }
    case 'who':
    case 'confirm': {
      if (state.holding.status === 'requested') return messages.holding;
      if (state.step === 'who' && state.known.status === 'loading') return messages.loading;
      if (state.sending.status === 'sending') return state.step === 'who' ? messages.booking : messages.confirming;
      if (state.sending.status === 'failed')
        return failureWords(state.sending.failure, actOf(state.step), messages).title;
      if (isEndingSoon(state)) return messages.endingSoon;
      return state.holding.status === 'held' && secondsLeft(state) !== null ? messages.heldAnnouncement : '';
    }
    case 'appointment':
      return '';
    case 'waitlist':
      if (state.sending.status === 'sending') return messages.waitlist.joining;
      if (state.sending.status === 'failed') return failureWords(state.sending.failure, 'waitlist', messages).title;
      return isEndingSoon(state) ? messages.endingSoon : '';
    case 'waiting':
      if (state.sending.status === 'sending') return messages.waitlist.sending;
      return state.sending.status === 'failed' ? failureWords(state.sending.failure, 'waiting', messages).title : '';
    case 'cancel':
      if (state.sending.status === 'sending') return messages.cancelling;
      return state.sending.status === 'failed' ? failureWords(state.sending.failure, 'change', messages).title : '';
  }
}

/** That nothing is open in the shown week or month. */
export const emptyPeriod = (view: CalendarView, messages: Messages): string =>
  view === 'month' ? messages.emptyMonth : messages.emptyWeek;

const actOf = (step: 'who' | 'confirm'): FailedAct => (step === 'who' ? 'booking' : 'change');
