import type { BookingLater } from './booking-controller.ts';
import { PrmBookingElement } from './booking-element.ts';
import type { BookingEvent } from './events-and-commands.ts';
import type { BookingStateFixture } from './booking-states.fixture.ts';

type Way = Pick<BookingStateFixture, 'events' | 'code'>;

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

  readonly #code = Promise.withResolvers<Way['code']>();
  #now = 0;

  /** Nothing is loaded before it is said whether the code can be had. */
  protected override async loadLater(): Promise<BookingLater> {
    const code = await this.#code.promise;
    if (code === 'coming') await new Promise(() => {});
    if (code === 'unreachable') throw new TypeError('Failed to fetch');
    return super.loadLater();
  }

  protected override send(event: BookingEvent): void {
    this.#watchClock(event);
    super.send(event);
  }

  /** Walks through events as a person's acts, each rendered before the next. */
  async show({ events, code }: Way): Promise<void> {
    await this.#prepare(code);
    await this.updateComplete;
    for (const event of events) {
      this.send(event);
      await this.updateComplete;
    }
    if (code === 'unreachable') await this.#prepare(code);
    await this.updateComplete;
  }

  /** The same before anybody has acted: the focus stays where it is. */
  async rest({ events, code }: Way): Promise<void> {
    await this.#prepare(code);
    for (const event of events) {
      this.#watchClock(event);
      this.booking.dispatch(event);
    }
  }

  async #prepare(code: Way['code']) {
    this.#code.resolve(code);
    if (code !== 'coming') await this.booking.prepare();
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
