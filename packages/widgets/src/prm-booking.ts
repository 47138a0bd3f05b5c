import { PrmBookingElement } from './booking/booking-element.ts';
import { defineElement } from './define-element.ts';

export { PrmBookingElement };

/**
 * Registers this version as `<PREFIX-booking>`, beside another version of the package.
 *
 * @param prefix A lower-case name without a hyphen at its end, for example `acme`.
 */
export function define(prefix: string): void {
  defineElement(`${prefix}-booking`, PrmBookingElement);
}

define('prm');

declare global {
  interface HTMLElementTagNameMap {
    'prm-booking': PrmBookingElement;
  }
}
