import { PrmBookingElement } from './booking-element.ts';
import type { BookingEvent } from './booking-state.ts';

/**
 * The element without a server: it shows the state that a list of events leads to, by the flow, the views, the focus and the live region of the
 * real one. What it is asked to do further changes what it shows, but reaches nobody.
 */
export class BookingStillElement extends PrmBookingElement {
  /** Nothing is opened: without an environment the controller runs no command. */
  protected override openIfNeeded(): void {}

  /** The clock stands at the last event's moment, so that a held time stays held. */
  protected override now(): number {
    return this.#now;
  }

  #now = 0;

  protected override send(event: BookingEvent): void {
    this.#watchClock(event);
    super.send(event);
  }

  /** Walks through events as a person's acts, each rendered before the next. */
  async show(events: readonly BookingEvent[]): Promise<void> {
    await this.booking.prepare();
    await this.updateComplete;
    for (const event of events) {
      this.send(event);
      await this.updateComplete;
    }
  }

  /** The same before anybody has acted: the focus stays where it is. */
  async rest(events: readonly BookingEvent[]): Promise<void> {
    await this.booking.prepare();
    for (const event of events) {
      this.#watchClock(event);
      this.booking.dispatch(event);
    }
  }

  #watchClock(event: BookingEvent) {
    if ('now' in event) this.#now = event.now;
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
