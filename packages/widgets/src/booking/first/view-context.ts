import type { FirstMessages, Messages } from '../../locales/booking/messages.ts';
import type { Formats } from '../../locales/formats.ts';
import type * as bookingLater from '../booking-later.ts';
import type { BookingEvent } from '../events-and-commands.ts';

/** What the first view needs besides its state. */
export interface FirstContext {
  readonly messages: FirstMessages;
  /** BCP 47 tag that dates, times and numbers are written for. */
  readonly locale: string;
  /** Dates and times in a zone. */
  readonly formats: (timeZone: string) => Formats;
  /** Tells the flow what a person did. */
  readonly send: (event: BookingEvent) => void;
  /** A fresh idempotency key. */
  readonly newKey: () => string;
  /** Milliseconds since the epoch, by the server's clock as far as it is known. */
  readonly clock: () => number;
  /** Everything, once the rest of the code and of the texts is there. */
  readonly whole: ViewContext | null;
}

/** What every view needs besides its state. */
export interface ViewContext extends FirstContext {
  readonly messages: Messages;
  readonly later: typeof bookingLater;
}

/** A context whose whole is itself. */
export function wholeContext(parts: Omit<ViewContext, 'whole'>): ViewContext {
  const context: ViewContext = {
    ...parts,
    get whole() {
      return context;
    },
  };
  return context;
}
