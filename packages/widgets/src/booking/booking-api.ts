import { createLeanTransport, Slots, type Transport } from '@openprm/sdk';
import type { KnownSession } from './known-session.ts';

/** Where and as whom an element calls. */
export interface Access {
  /** Origin of the PRM API. */
  readonly apiUrl: string;
  /** The clinic's publishable key; null for an element that only opens a link. */
  readonly publishableKey: string | null;
  /** The session that the page hands over, at the time when it is needed. */
  readonly session?: () => KnownSession | null;
  /** Whether a session is remembered on this device. */
  readonly remember?: boolean;
}

/** Is told the server's time, in milliseconds since the epoch. */
export type TellTime = (now: number) => void;

/** The one way to the API. What reads refusals is loaded when there is one. */
/* @__NO_SIDE_EFFECTS__ */
export const createBookingTransport = ({ apiUrl, publishableKey }: Access, onServerTime: TellTime): Transport =>
  createLeanTransport({ apiUrl, credential: publishableKey ?? '', onServerTime }, async (refusal) =>
    (await import('./booking-later.ts')).apiErrorOf(refusal),
  );

/** What the first times read: a file of its own, so that their bones wait for none of it. */
/* @__NO_SIDE_EFFECTS__ */
export const createSlots = (access: Access, tellTime: TellTime) => new Slots(createBookingTransport(access, tellTime));
