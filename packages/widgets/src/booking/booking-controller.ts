import { type CalendarFile, createIdempotencyKey, type Hold } from '@openprm/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BookingApi } from './booking-api.ts';
import {
  AppointmentBookedEvent,
  AppointmentBookingEvent,
  AppointmentCancelledEvent,
  AppointmentRescheduledEvent,
} from './booking-events.ts';
import { closed, reduce } from './booking-flow.ts';
import { aliveIn } from './flow/holding-flow.ts';
import type { BookingCommand, BookingEvent, BookingState, HeldTime, Setting } from './booking-state.ts';
import { toFailure } from './failure.ts';
import { findAvailability, findDay } from './find-availability.ts';

/** What a controller works with while its element is open. */
export interface BookingEnvironment {
  readonly api: BookingApi;
  readonly setting: Setting;
  /** Secret of a mailed link to one appointment; null to book. */
  readonly link: string | null;
  /** 1 (Monday) to 7 (Sunday). */
  readonly firstDayOfWeek: number;
}

type Host = ReactiveControllerHost & EventTarget;
type CommandOf<Type extends BookingCommand['type']> = Extract<BookingCommand, { type: Type }>;

/** Reads that replace one another: a new one aborts the one before it, so that no stale answer arrives. */
type ReadLane = 'directory' | 'calendar' | 'session' | 'file';

const aSecond = 1000;
const aMinute = 60 * aSecond;
/** A hold lives at most two hours; a remaining time outside these bounds means that this device's clock is wrong. */
const shortestLife = 30 * aSecond;
const longestLife = 125 * aMinute;
const assumedLife = 5 * aMinute;

/** Runs the flow: keeps its state, does what it commands against the SDK, and feeds what comes of it back as events. */
export class BookingController implements ReactiveController {
  /** Where the person is. */
  state: BookingState = closed;
  readonly #host: Host;
  readonly #now: () => number;
  readonly #reads = new Map<ReadLane, AbortController>();
  #environment: BookingEnvironment | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  /** Writes to the store follow one another; a booking waits for them. */
  #stored: Promise<void> = Promise.resolve();

  /** @param now Milliseconds since the epoch, by this device's clock. */
  constructor(host: Host, now: () => number = Date.now) {
    this.#host = host;
    this.#now = now;
    host.addController(this);
  }

  hostConnected(): void {
    globalThis.addEventListener?.('online', this.#onOnline);
  }

  hostDisconnected(): void {
    globalThis.removeEventListener?.('online', this.#onOnline);
  }

  /** Begins anew; what was held before is released. */
  open(environment: BookingEnvironment): void {
    this.leave();
    this.#environment = environment;
    this.dispatch({ type: 'opened', setting: environment.setting, link: environment.link, now: this.#now() });
  }

  /** Forgets everything, the form too, and releases what is held. */
  leave(): void {
    this.dispatch({ type: 'left' });
    for (const read of this.#reads.values()) read.abort();
    this.#reads.clear();
    this.#environment = undefined;
  }

  /** Hands an event to the flow and runs what follows from it. */
  dispatch(event: BookingEvent): void {
    const { state, commands } = reduce(this.state, event);
    const changed = state !== this.state;
    this.state = state;
    this.#setClock();
    for (const command of commands) void this.#run(command);
    if (changed) this.#host.requestUpdate();
  }

  readonly #onOnline = () => this.dispatch({ type: 'came-online', key: createIdempotencyKey() });

  /** The clock ticks only while a time is held. */
  #setClock() {
    const ticks = 'holding' in this.state && aliveIn(this.state.holding) !== null;
    if (ticks && this.#clock === undefined) {
      this.#clock = setInterval(() => this.dispatch({ type: 'ticked', now: this.#now() }), aSecond);
    } else if (!ticks && this.#clock !== undefined) {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
  }

  async #run(command: BookingCommand): Promise<void> {
    const environment = this.#environment;
    if (!environment) return;
    /** What belongs to an element that was closed or reopened since is dropped; a hold is released where it was made. */
    const feed = (event: BookingEvent) => {
      if (this.#environment === environment) this.dispatch(event);
      else if (event.type === 'hold-created') void this.#releaseHold(event.held, environment);
    };
    switch (command.type) {
      case 'load-directory':
        return this.#loadDirectory(environment, feed);
      case 'restore-pending':
        return this.#restorePending(environment, feed);
      case 'open-session':
        return this.#read(
          'session',
          async (signal) => {
            const { appointment, access } = await environment.api.sessions(command.link).create({ signal });
            feed({ type: 'session-opened', managed: { appointment, access } });
          },
          (failure) => feed({ type: 'session-failed', failure }),
        );
      case 'search':
        return this.#search(command, environment, feed);
      case 'load-day':
        return this.#loadDay(command, environment, feed);
      case 'create-hold':
        return this.#createHold(command, environment, feed);
      case 'renew-hold':
        return this.#renewHold(command.held, environment, feed);
      case 'release-hold':
        return this.#releaseHold(command.held, environment);
      case 'save-pending':
      case 'clear-pending':
        return this.#store(command, environment);
      case 'book':
        return this.#book(command, environment, feed);
      case 'reschedule':
        return this.#reschedule(command, environment, feed);
      case 'cancel':
        return this.#cancel(command, environment, feed);
      case 'load-calendar':
        return this.#read(
          'file',
          async (signal) => {
            const { appointment, access } = command.managed;
            const file = await environment.api.appointments(access.token).calendar(appointment.id, { signal });
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

  async #read(
    lane: ReadLane,
    read: (signal: AbortSignal) => Promise<void>,
    fail: (failure: ReturnType<typeof toFailure>) => void,
  ) {
    this.#reads.get(lane)?.abort();
    const controller = new AbortController();
    this.#reads.set(lane, controller);
    try {
      await read(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) fail(this.#explain(error));
    }
  }

  /** A wrong key, address or origin is the developer's to mend, so the console says what it is. */
  #explain(error: unknown) {
    const failure = toFailure(error);
    if (failure.kind === 'configuration' || failure.kind === 'credential') {
      console.error(
        'OpenPRM: <prm-booking> was refused. Check publishable-key, api-url, the ids in its attributes and the allowed origins.',
        error,
      );
    }
    return failure;
  }

  #loadDirectory({ api }: BookingEnvironment, feed: (event: BookingEvent) => void) {
    return this.#read(
      'directory',
      async (signal) => {
        const [services, locations] = await Promise.all([
          api.healthcareServices.list({ limit: 200 }, { signal }),
          api.locations.list({ limit: 200 }, { signal }),
        ]);
        if (signal.aborted) return;
        feed({ type: 'directory-loaded', directory: { healthcareServices: services.data, locations: locations.data } });
      },
      (failure) => feed({ type: 'directory-failed', failure }),
    );
  }

  #search(
    command: CommandOf<'search'>,
    { api, setting, firstDayOfWeek }: BookingEnvironment,
    feed: (event: BookingEvent) => void,
  ) {
    const slots = api.slots(command.replaces?.access.token ?? null);
    return this.#read(
      'calendar',
      async (signal) => {
        const surroundings = { now: this.#now(), firstDayOfWeek, viewerTimeZone: setting.viewerTimeZone };
        const availability = await findAvailability(command, (query) => slots.search(query, { signal }), surroundings);
        if (!signal.aborted) feed({ type: 'availability-loaded', availability });
      },
      (failure) => feed({ type: 'availability-failed', failure }),
    );
  }

  #loadDay(command: CommandOf<'load-day'>, { api }: BookingEnvironment, feed: (event: BookingEvent) => void) {
    const { date } = command;
    const slots = api.slots(command.replaces?.access.token ?? null);
    return this.#read(
      'calendar',
      async (signal) => {
        const day = await findDay(command, null, (query) => slots.search(query, { signal }), this.#now());
        if (!signal.aborted) feed({ type: 'day-loaded', date, ...day });
      },
      (failure) => feed({ type: 'day-failed', date, failure }),
    );
  }

  /** Never aborted: an answer that nobody waits for is a hold to release. */
  async #createHold(
    { slot, key, replaces }: CommandOf<'create-hold'>,
    { api }: BookingEnvironment,
    feed: (event: BookingEvent) => void,
  ) {
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
      feed({ type: 'hold-failed', key, failure: this.#explain(error) });
    }
  }

  #heldTime({ id, secret, slot, expiresAt }: Hold, key: string, token: string | null): HeldTime {
    const now = this.#now();
    return { id, secret, slot, deadline: this.#deadline(expiresAt), renewedAt: now, key, token };
  }

  /** By this device's clock, which may be wrong: then a short life is assumed, and the server decides. */
  #deadline(expiresAt: string): number {
    const now = this.#now();
    const life = Date.parse(expiresAt) - now;
    return now + (life >= shortestLife && life <= longestLife ? life : assumedLife);
  }

  async #renewHold({ id, secret, token }: HeldTime, { api }: BookingEnvironment, feed: (event: BookingEvent) => void) {
    try {
      const { expiresAt } = await api.holds(token).renew({ id, secret });
      feed({ type: 'hold-renewed', id, deadline: this.#deadline(expiresAt) });
    } catch (error) {
      feed({ type: 'renewal-failed', id, failure: toFailure(error) });
    }
  }

  /** A release that fails is no one's concern: the hold ends by itself. */
  async #releaseHold({ id, secret, token }: HeldTime, { api }: BookingEnvironment) {
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
  async #restorePending({ api }: BookingEnvironment, feed: (event: BookingEvent) => void) {
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

  #store(command: CommandOf<'save-pending'> | CommandOf<'clear-pending'>, { api }: BookingEnvironment): Promise<void> {
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

  async #clear(api: BookingApi) {
    await api.pending.clear();
  }

  async #book(
    { held, number, patient }: CommandOf<'book'>,
    { api }: BookingEnvironment,
    feed: (event: BookingEvent) => void,
  ) {
    if (!this.#host.dispatchEvent(new AppointmentBookingEvent())) {
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
      feed({ type: 'booking-failed', failure: this.#explain(error) });
    }
  }

  async #reschedule(
    { managed, held, key }: CommandOf<'reschedule'>,
    { api }: BookingEnvironment,
    feed: (event: BookingEvent) => void,
  ) {
    try {
      const appointment = await api
        .appointments(managed.access.token)
        .reschedule({ id: managed.appointment.id, holdId: held.id, holdSecret: held.secret }, { idempotencyKey: key });
      feed({ type: 'rescheduled', appointment });
    } catch (error) {
      feed({ type: 'reschedule-failed', failure: this.#explain(error) });
    }
  }

  async #cancel(
    { managed, key }: CommandOf<'cancel'>,
    { api }: BookingEnvironment,
    feed: (event: BookingEvent) => void,
  ) {
    try {
      const appointment = await api
        .appointments(managed.access.token)
        .cancel({ id: managed.appointment.id, reason: 'pat' }, { idempotencyKey: key });
      feed({ type: 'cancelled', appointment });
    } catch (error) {
      feed({ type: 'cancel-failed', failure: this.#explain(error) });
    }
  }

  #tellHost({ fact, appointmentId }: CommandOf<'tell-host'>) {
    switch (fact) {
      case 'booked':
        this.#host.dispatchEvent(new AppointmentBookedEvent(appointmentId));
        return;
      case 'rescheduled':
        this.#host.dispatchEvent(new AppointmentRescheduledEvent(appointmentId));
        return;
      case 'cancelled':
        this.#host.dispatchEvent(new AppointmentCancelledEvent(appointmentId));
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
