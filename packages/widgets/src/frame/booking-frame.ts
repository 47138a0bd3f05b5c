import {
  AppointmentBookedEvent,
  AppointmentBookingEvent,
  AppointmentCancelledEvent,
  AppointmentRescheduledEvent,
  WaitlistJoinedEvent,
} from '../booking/booking-events.ts';
import { bookingTitles } from '../locales/frame/frame-titles.ts';
import { framing } from './frame-controller.ts';
import { framedBooking } from './framed-booking.ts';
import { shellCode } from './shell-code.ts';

/** The shell of `<prm-booking>`. */
export const bookingShellCode = shellCode(framedBooking, {
  titles: bookingTitles,
  facts: [AppointmentBookedEvent, AppointmentRescheduledEvent, AppointmentCancelledEvent, WaitlistJoinedEvent],
  signals: [],
  intents: [AppointmentBookingEvent],
});

/** What the element itself loads when it is asked to run in a frame. */
export const frameBooking = framing(bookingShellCode);
