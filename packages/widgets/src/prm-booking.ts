import { PrmBookingElement } from './booking/booking-element.ts';
import { defineElement } from './define-element.ts';

export { PrmBookingElement };

/**
 * Registers this version as `<PREFIX-booking>`, beside another version of the package.
 *
 * @param prefix A lower-case name without a hyphen at its end, for example `acme`.
 */
export function define(prefix: string): void {
  defineElement(`${prefix}-booking`, class extends PrmBookingElement {});
}

defineElement('prm-booking', PrmBookingElement);

declare global {
  interface HTMLElementTagNameMap {
    'prm-booking': PrmBookingElement;
  }
}
