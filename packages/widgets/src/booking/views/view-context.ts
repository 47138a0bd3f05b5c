import type { Formats } from '../../locales/formats.ts';
import type { Messages } from '../../locales/messages.ts';
import type { BookingEvent } from '../booking-state.ts';

/** What every view needs besides its state. */
export interface ViewContext {
  readonly messages: Messages;
  /** BCP 47 tag that dates, times and numbers are written for. */
  readonly locale: string;
  /** Dates and times in a zone. */
  readonly formats: (timeZone: string) => Formats;
  /** Tells the flow what a person did. */
  readonly send: (event: BookingEvent) => void;
  /** Asks for another rendering: a part that was loaded later is there. */
  readonly refresh: () => void;
  /** A fresh idempotency key. */
  readonly newKey: () => string;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly clock: () => number;
}
