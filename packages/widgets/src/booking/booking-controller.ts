import { createIdempotencyKey } from '@openprm/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { BookingApi } from './booking-api.ts';
import { closed, reduceWith } from './booking-flow.ts';
import type * as bookingLater from './booking-later.ts';
import type { BookingCommand, BookingEvent, BookingState, Failure, Setting } from './booking-state.ts';
import type { BookingWrites, WriteCommand } from './booking-writes.ts';
import { toFailure } from './failure.ts';
import { findAvailability, findDay } from './find-availability.ts';
import { aliveIn } from './flow/holding-flow.ts';

/** What a controller works with while its element is open. */
export interface BookingEnvironment {
  readonly api: BookingApi;
  readonly setting: Setting;
  /** Secret of a mailed link to one appointment; null to book. */
  readonly link: string | null;
  /** 1 (Monday) to 7 (Sunday). */
  readonly firstDayOfWeek: number;
}

/** The code of the later steps. */
type BookingLater = typeof bookingLater;

type Host = ReactiveControllerHost & EventTarget;
type CommandOf<Type extends BookingCommand['type']> = Extract<BookingCommand, { type: Type }>;

/** Reads that replace one another: a new one aborts the one before it, so that no stale answer arrives. */
type ReadLane = 'directory' | 'calendar' | 'session' | 'file';

const aSecond = 1000;

/** Runs the flow: keeps its state, does what it commands against the SDK, and feeds what comes of it back as events. */
export class BookingController implements ReactiveController {
  /** Where the person is. */
  state: BookingState = closed;
  readonly #host: Host;
  readonly #now: () => number;
  readonly #reads = new Map<ReadLane, AbortController>();
  #environment: BookingEnvironment | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  #later: { readonly module: BookingLater; readonly writes: BookingWrites } | undefined;
  #loading: Promise<{ readonly module: BookingLater; readonly writes: BookingWrites }> | undefined;

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
    const { state, commands } = reduceWith(this.#later?.module.laterSteps, this.state, event);
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

  /** The later steps; undefined until they are loaded, which is before one of them is reached. */
  get later(): BookingLater | undefined {
    return this.#later?.module;
  }

  /** Loads the later steps ahead of their need. What fails here is tried again when it is needed. */
  async prepare(): Promise<void> {
    await this.#loadLater().catch(() => undefined);
  }

  /** @throws whatever an import throws that finds no connection; the next call tries again */
  #loadLater() {
    this.#loading ??= import('./booking-later.ts').then(
      (module) => {
        const writes = new module.BookingWrites({
          element: this.#host,
          now: this.#now,
          explain: (error) => this.#explain(error),
          read: (lane, read, fail) => this.#read(lane, read, fail),
        });
        this.#later = { module, writes };
        this.#host.requestUpdate();
        return this.#later;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  async #run(command: BookingCommand): Promise<void> {
    const environment = this.#environment;
    if (!environment) return;
    /** What belongs to an element that was closed or reopened since is dropped; a hold is released where it was made. */
    const feed = (event: BookingEvent) => {
      if (this.#environment === environment) this.dispatch(event);
      else if (event.type === 'hold-created') {
        void this.#write({ type: 'release-hold', held: event.held }, environment, feed);
      }
    };
    switch (command.type) {
      case 'load-directory':
        return this.#loadDirectory(environment, feed);
      case 'search':
        return this.#search(command, environment, feed);
      case 'load-day':
        return this.#loadDay(command, environment, feed);
      case 'restore-pending': {
        const pending = await environment.api.pending.load();
        if (!pending) return feed({ type: 'pending-absent', perhapsBooked: false });
        return this.#write(command, environment, feed, { type: 'pending-absent', perhapsBooked: pending.submitted });
      }
      default:
        return this.#write(command, environment, feed);
    }
  }

  /** @param refused what follows where the code of the command cannot be loaded, by default that there is no connection */
  async #write(
    command: WriteCommand,
    { api }: BookingEnvironment,
    feed: (event: BookingEvent) => void,
    refused = withoutConnection(command),
  ): Promise<void> {
    let later = this.#later;
    try {
      // What has its code already begins at once, in the order of the commands.
      later ??= await this.#loadLater();
    } catch {
      return refused ? feed(refused) : undefined;
    }
    return later.writes.run(command, later.module.createWriteApi(api), feed);
  }

  async #read(lane: ReadLane, read: (signal: AbortSignal) => Promise<void>, fail: (failure: Failure) => void) {
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
}

/** A command whose code could not be loaded is one that found no connection. Every other command follows one of these. */
function withoutConnection(command: WriteCommand): BookingEvent | null {
  const failure = { kind: 'connection' } as const;
  switch (command.type) {
    case 'create-hold':
      return { type: 'hold-failed', key: command.key, failure };
    case 'open-session':
      return { type: 'session-failed', failure };
    default:
      return null;
  }
}
