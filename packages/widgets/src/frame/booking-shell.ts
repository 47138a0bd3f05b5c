import { bookingShellCode } from './booking-frame.ts';
import { framedBooking } from './framed-booking.ts';
import { shellClass } from './shell-class.ts';

/** Makes the class that the loader registers as `<prm-booking>`: a frame with the element in it. Only where there are elements: a server has none. */
export const createBookingShell = (): CustomElementConstructor => shellClass(framedBooking, bookingShellCode);

export { frameBooking } from './booking-frame.ts';
