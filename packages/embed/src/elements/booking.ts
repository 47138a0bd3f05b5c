// The order matters: the elements of a page are upgraded when their class is defined, and then they ask for the API's address.
import './default-origin.ts';
import { PrmBookingElement } from '@openprm/widgets/booking';
import { defineElement } from '@openprm/widgets/define-element';

/** Registers `<PREFIX-booking>`. */
export const define = (prefix: string): void => defineElement(`${prefix}-booking`, PrmBookingElement);
