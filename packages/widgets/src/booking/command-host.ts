import type { BookingEvent } from './events-and-commands.ts';

/** Hears what comes of a command. */
export type Feed = (event: BookingEvent) => void;

/** Reads that replace one another: a new one aborts the one before it, so that no stale answer arrives. */
export type ReadLane = 'directory' | 'calendar' | 'session' | 'file';

/** Who has the commands run. */
export interface CommandHost {
  /** The element: its events are for the host page. */
  readonly element: EventTarget;
  /** Milliseconds since the epoch, by the server's clock as far as it is known. */
  readonly now: () => number;
  /** Milliseconds that the server's clock is ahead of this device's. */
  readonly ahead: () => number;
  /** Hears what no command asked for. */
  readonly tell: Feed;
  /** Runs a read; another one of its lane aborts it. What it throws is for `fail`, unless it was aborted. */
  readonly read: (
    lane: ReadLane,
    read: (signal: AbortSignal) => Promise<void>,
    fail: (error: unknown) => void,
  ) => Promise<void>;
}
