import type { Messages } from '../../locales/booking/messages.ts';
import { announcementOf } from '../announcement.ts';
import type { BookingState } from '../booking-state.ts';
import { openingSkeleton } from '../first/opening-bones.ts';
import type { ViewContext } from '../first/view-context.ts';
import { whenView } from '../first/when-view.ts';
import { outdated } from '../flow/outdated.ts';
import { appointmentView } from './appointment-view.ts';
import { cancelView } from './cancel-view.ts';
import { confirmView } from './confirm-view.ts';
import { failureNotice } from './failure-notice.ts';
import { openingView } from './opening-view.ts';
import { hasNothingToSay, railView } from './rail-view.ts';
import { rulesView } from './rules-view.ts';
import { waitingView } from './waiting-view.ts';
import { waitlistView } from './waitlist-view.ts';
import { whatView } from './what-view.ts';
import { whoView } from './who-view.ts';

/** What a step shows: its content, the summary at the side where there is one, and what a screen reader is told. */
export interface BookingView {
  readonly main: unknown;
  readonly rail?: unknown;
  readonly announcement: string;
}

/** @param isMisplaced the developer has to mend something before anything can be asked */
export function bookingView(state: BookingState, isMisplaced: boolean, context: ViewContext): BookingView {
  const announcement = announcementOf(state, context.messages, context.formats);
  const main = mainOf(state, isMisplaced, context);
  const hasRail =
    (state.step === 'when' && !hasNothingToSay(state)) ||
    state.step === 'who' ||
    (state.step === 'confirm' && !outdated(state));
  return { main, announcement, ...(hasRail && { rail: railView(state, context) }) };
}

/** What is shown where a view cannot be made of what came: that something is wrong, and a way to try again. */
export const brokenView = (messages: Messages, onRetry: () => void): BookingView => ({
  main: failureNotice({ kind: 'server', requestId: null }, 'read', { messages, telephone: null, onRetry }),
  announcement: messages.serverTitle,
});

function mainOf(state: BookingState, isMisplaced: boolean, context: ViewContext) {
  switch (state.step) {
    case 'closed':
      return isMisplaced
        ? failureNotice({ kind: 'configuration' }, 'read', {
            messages: context.messages,
            telephone: null,
            onRetry: null,
          })
        : openingSkeleton();
    case 'opening':
      return openingView(state, context);
    case 'what':
      return whatView(state, context);
    case 'rules':
      return rulesView(state, context);
    case 'when':
      return whenView(state, context);
    case 'who':
      return whoView(state, context);
    case 'confirm':
      return confirmView(state, context);
    case 'appointment':
      return appointmentView(state, context);
    case 'cancel':
      return cancelView(state, context);
    case 'waitlist':
      return waitlistView(state, context);
    case 'waiting':
      return waitingView(state, context);
  }
}
