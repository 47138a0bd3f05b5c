// The order matters: the elements of a page are upgraded when their class is defined, and then they ask for the API's address.
import './default-origin.ts';
import { createBookingShell, frameBooking } from '@openprm/widgets/booking-shell';
import { defineElement } from '@openprm/widgets/define-element';

const BookingShell = createBookingShell();

/** Registers `<PREFIX-booking>` as a frame with the element in it. */
export const define = (prefix: string): void => defineElement(`${prefix}-booking`, BookingShell);

/** For the element itself, on a page that has some of them in frames and some not. */
export { frameBooking };
