import { PrmBookingElement } from './booking-element.ts';
import type { BookingEvent } from './booking-state.ts';

/**
 * The element without a server: it shows the state that a list of events leads to, by the flow, the views, the focus and the live region of the
 * real one. What it is asked to do further changes what it shows, but reaches nobody.
 */
export class BookingStillElement extends PrmBookingElement {
  /** Nothing is opened: without an environment the controller runs no command. */
  protected override openIfNeeded(): void {}

  /** Walks through events as a person's acts, each rendered before the next. */
  async show(events: readonly BookingEvent[]): Promise<void> {
    await this.booking.prepare();
    await this.updateComplete;
    for (const event of events) {
      this.send(event);
      await this.updateComplete;
    }
  }
}

/** `<prm-booking-still>`. */
export function defineBookingStill(): void {
  if (!customElements.get('prm-booking-still')) customElements.define('prm-booking-still', BookingStillElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'prm-booking-still': BookingStillElement;
  }
}
