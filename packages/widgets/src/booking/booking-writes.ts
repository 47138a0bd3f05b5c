import type { CalendarFile, Hold } from '@openprm/sdk';
import {
  AppointmentBookedEvent,
  AppointmentBookingEvent,
  AppointmentCancelledEvent,
  AppointmentRescheduledEvent,
} from './booking-events.ts';
import type { BookingCommand, BookingEvent, Failure, HeldTime } from './booking-state.ts';
import { toFailure } from './failure.ts';
import type { WriteApi } from './write-api.ts';

/** What the flow commands from the choice of a time on, and to open an appointment. */
export type WriteCommand = Exclude<BookingCommand, { type: 'load-directory' | 'search' | 'load-day' }>;
type CommandOf<Type extends WriteCommand['type']> = Extract<WriteCommand, { type: Type }>;
type Feed = (event: BookingEvent) => void;

/** Who has the commands run. */
export interface WriteHost {
  /** The element: its events are for the host page. */
  readonly element: EventTarget;
  /** Milliseconds since the epoch, by this device's clock. */
  readonly now: () => number;
  /** Turns what was thrown into a failure, and tells a developer what is theirs to mend. */
  readonly explain: (error: unknown) => Failure;
  /** Runs a read; another one of its name aborts it, so that no stale answer arrives. */
  readonly read: (
    lane: 'session' | 'file',
    read: (signal: AbortSignal) => Promise<void>,
    fail: (failure: Failure) => void,
  ) => Promise<void>;
}

const aMinute = 60_000;
/** A hold lives at most two hours; a remaining time outside these bounds means that this device's clock is wrong. */
const shortestLife = aMinute / 2;
const longestLife = 125 * aMinute;
const assumedLife = 5 * aMinute;

/** Runs the commands that hold, book and change, against the SDK, and feeds what comes of it back as events. */
export class BookingWrites {
  readonly #host: WriteHost;
  /** Writes to the store follow one another; a booking waits for them. */
  #stored: Promise<void> = Promise.resolve();

  constructor(host: WriteHost) {
    this.#host = host;
  }

  async run(command: WriteCommand, api: WriteApi, feed: Feed): Promise<void> {
    switch (command.type) {
      case 'restore-pending':
        return this.#restorePending(api, feed);
      case 'open-session':
        return this.#host.read(
          'session',
          async (signal) => {
            const { appointment, access } = await api.sessions(command.link).create({ signal });
            feed({ type: 'session-opened', managed: { appointment, access } });
          },
          (failure) => feed({ type: 'session-failed', failure }),
        );
      case 'create-hold':
        return this.#createHold(command, api, feed);
      case 'renew-hold':
        return this.#renewHold(command.held, api, feed);
      case 'release-hold':
        return this.#releaseHold(command.held, api);
      case 'save-pending':
      case 'clear-pending':
        return this.#store(command, api);
      case 'book':
        return this.#book(command, api, feed);
      case 'reschedule':
        return this.#reschedule(command, api, feed);
      case 'cancel':
        return this.#cancel(command, api, feed);
      case 'load-calendar':
        return this.#host.read(
          'file',
          async (signal) => {
            const { appointment, access } = command.managed;
            const file = await api.appointments(access.token).calendar(appointment.id, { signal });
            feed({ type: 'calendar-loaded', file });
          },
          (failure) => feed({ type: 'calendar-failed', failure }),
        );
      case 'offer-calendar':
        return offerFile(command.file);
      case 'tell-host':
        return this.#tellHost(command);
    }
  }

  /** Never aborted: an answer that nobody waits for is a hold to release. */
  async #createHold({ slot, key, replaces }: CommandOf<'create-hold'>, api: WriteApi, feed: Feed) {
    const token = replaces?.access.token ?? null;
    try {
      const hold = await api
        .holds(token)
        .create(
          { slotId: slot.id, ...(replaces ? { replacesAppointmentId: replaces.appointment.id } : {}) },
          { idempotencyKey: key },
        );
      feed({ type: 'hold-created', held: this.#heldTime(hold, key, token) });
    } catch (error) {
      feed({ type: 'hold-failed', key, failure: this.#host.explain(error) });
    }
  }

  #heldTime({ id, secret, slot, expiresAt }: Hold, key: string, token: string | null): HeldTime {
    const now = this.#host.now();
    return { id, secret, slot, deadline: this.#deadline(expiresAt), renewedAt: now, key, token };
  }

  /** By this device's clock, which may be wrong: then a short life is assumed, and the server decides. */
  #deadline(expiresAt: string): number {
    const now = this.#host.now();
    const life = Date.parse(expiresAt) - now;
    return now + (life >= shortestLife && life <= longestLife ? life : assumedLife);
  }

  async #renewHold({ id, secret, token }: HeldTime, api: WriteApi, feed: Feed) {
    try {
      const { expiresAt } = await api.holds(token).renew({ id, secret });
      feed({ type: 'hold-renewed', id, deadline: this.#deadline(expiresAt) });
    } catch (error) {
      feed({ type: 'renewal-failed', id, failure: toFailure(error) });
    }
  }

  /** A release that fails is no one's concern: the hold ends by itself. */
  async #releaseHold({ id, secret, token }: HeldTime, api: WriteApi) {
    try {
      await api.holds(token).release({ id, secret });
    } catch (error) {
      toFailure(error);
    }
  }

  /**
   * After a reload: the hold's request is repeated with its key, which gives the first answer again (so that no time has to be kept on the
   * device), and the hold is renewed.
   */
  async #restorePending(api: WriteApi, feed: Feed) {
    const pending = await api.pending.load();
    if (!pending) return feed({ type: 'pending-absent', perhapsBooked: false });
    const { key, number } = splitBookingKey(pending.idempotencyKey);
    const { submitted } = pending;
    try {
      const { expiresAt } = await api.holds(null).renew({ id: pending.holdId, secret: pending.holdSecret });
      const hold = await api.holds(null).create({ slotId: pending.slotId }, { idempotencyKey: key });
      const held = this.#heldTime({ ...hold, id: pending.holdId, secret: pending.holdSecret, expiresAt }, key, null);
      feed({ type: 'pending-restored', held, number, submitted });
    } catch (error) {
      const { kind } = toFailure(error);
      if (kind !== 'connection' && kind !== 'server') await this.#clear(api);
      feed({ type: 'pending-absent', perhapsBooked: submitted });
    }
  }

  #store(command: CommandOf<'save-pending'> | CommandOf<'clear-pending'>, api: WriteApi): Promise<void> {
    this.#stored = this.#stored.then(async () => {
      if (command.type === 'clear-pending') return this.#clear(api);
      const { held, number, submitted } = command;
      const pending = {
        slotId: held.slot.id,
        holdId: held.id,
        holdSecret: held.secret,
        expiresAt: new Date(held.deadline).toISOString(),
        idempotencyKey: bookingKey(held.key, number),
        submitted,
      };
      await api.pending.save(pending);
    });
    return this.#stored;
  }

  async #clear(api: WriteApi) {
    await api.pending.clear();
  }

  async #book({ held, number, patient }: CommandOf<'book'>, api: WriteApi, feed: Feed) {
    if (!this.#host.element.dispatchEvent(new AppointmentBookingEvent())) {
      return feed({ type: 'booking-failed', failure: { kind: 'stopped' } });
    }
    await this.#stored;
    try {
      const { access, ...appointment } = await api
        .appointments(null)
        .create(
          { holdId: held.id, holdSecret: held.secret, patient },
          { idempotencyKey: bookingKey(held.key, number) },
        );
      feed({ type: 'booked', managed: { appointment, access } });
    } catch (error) {
      feed({ type: 'booking-failed', failure: this.#host.explain(error) });
    }
  }

  async #reschedule({ managed, held, key }: CommandOf<'reschedule'>, api: WriteApi, feed: Feed) {
    try {
      const appointment = await api
        .appointments(managed.access.token)
        .reschedule({ id: managed.appointment.id, holdId: held.id, holdSecret: held.secret }, { idempotencyKey: key });
      feed({ type: 'rescheduled', appointment });
    } catch (error) {
      feed({ type: 'reschedule-failed', failure: this.#host.explain(error) });
    }
  }

  async #cancel({ managed, key }: CommandOf<'cancel'>, api: WriteApi, feed: Feed) {
    try {
      const appointment = await api
        .appointments(managed.access.token)
        .cancel({ id: managed.appointment.id, reason: 'pat' }, { idempotencyKey: key });
      feed({ type: 'cancelled', appointment });
    } catch (error) {
      feed({ type: 'cancel-failed', failure: this.#host.explain(error) });
    }
  }

  #tellHost({ fact, appointmentId }: CommandOf<'tell-host'>) {
    switch (fact) {
      case 'booked':
        this.#host.element.dispatchEvent(new AppointmentBookedEvent(appointmentId));
        return;
      case 'rescheduled':
        this.#host.element.dispatchEvent(new AppointmentRescheduledEvent(appointmentId));
        return;
      case 'cancelled':
        this.#host.element.dispatchEvent(new AppointmentCancelledEvent(appointmentId));
        return;
    }
  }
}

/** The key of a booking is made of its hold's key, so that one stored string gives both back. */
const bookingKey = (holdKey: string, number: number) => `${holdKey}-${number}`;

function splitBookingKey(idempotencyKey: string): { readonly key: string; readonly number: number } {
  const at = idempotencyKey.lastIndexOf('-');
  return { key: idempotencyKey.slice(0, at), number: Number(idempotencyKey.slice(at + 1)) || 1 };
}

/** Hands a calendar file to the browser as a download. */
function offerFile({ fileName, content }: CalendarFile): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), aMinute);
}
