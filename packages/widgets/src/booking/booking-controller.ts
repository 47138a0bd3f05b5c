import { createIdempotencyKey } from '@openprm/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Access } from './booking-api.ts';
import type { ReadLane } from './command-host.ts';
import type * as bookingLater from './booking-later.ts';
import type { BookingState, Setting } from './booking-state.ts';
import type { BookingCommand, BookingEvent } from './events-and-commands.ts';
import { findFirstTimes } from './first/find-first-times.ts';
import { closed, reduceFirst } from './first/first-flow.ts';

/** What a controller works with while its element is open. */
export interface BookingEnvironment {
  readonly access: Access;
  readonly setting: Setting;
  /** Secret of a mailed link to one appointment; null to book. */
  readonly link: string | null;
  /** 1 (Monday) to 7 (Sunday). */
  readonly firstDayOfWeek: () => number;
  /** Names the store of an interrupted booking. */
  readonly storeName: string;
}

/** The code of everything but the first times. */
export type BookingLater = typeof bookingLater;

/** The same, with what runs the commands. */
interface Loaded {
  readonly module: BookingLater;
  readonly commands: bookingLater.BookingCommands;
}

type Host = ReactiveControllerHost & EventTarget;
type Feed = (event: BookingEvent) => void;
type CommandOf<Type extends BookingCommand['type']> = Extract<BookingCommand, { type: Type }>;

const aSecond = 1000;
const aMinute = 60_000;

/**
 * Runs the flow: keeps its state, does what it commands against the SDK, and feeds what comes of it back as events. What leads to the first
 * times is here. Everything else waits, in its order, until its code is loaded: nothing that a person did is lost.
 */
export class BookingController implements ReactiveController {
  /** Where the person is. */
  state: BookingState = closed;
  /** What was asked for waits for code that could not be fetched; {@link BookingController.prepare} tries again. */
  isStalled = false;
  readonly #host: Host;
  readonly #deviceNow: () => number;
  /** Milliseconds that the server's clock is ahead of this device's, where that is more than nothing. */
  #ahead = 0;
  readonly #load: () => Promise<BookingLater>;
  readonly #reads = new Map<ReadLane, AbortController>();
  #environment: BookingEnvironment | undefined;
  #clock: ReturnType<typeof setInterval> | undefined;
  /** What a person did, and what followed, in its order. */
  #waiting: ((later: Loaded) => void)[] = [];
  /** What can be done whenever everything is loaded. */
  #inTime: ((later: Loaded) => void)[] = [];
  #later: Loaded | undefined;
  #loading: Promise<void> | undefined;

  /**
   * @param deviceNow Milliseconds since the epoch, by this device's clock.
   * @param load Fetches everything but the first times.
   */
  constructor(host: Host, deviceNow: () => number, load: () => Promise<BookingLater>) {
    this.#host = host;
    this.#deviceNow = deviceNow;
    this.#load = load;
    host.addController(this);
  }

  /** Milliseconds since the epoch: by the server's clock, as far as it has said so, since this device's may be wrong. */
  readonly now = (): number => this.#deviceNow() + this.#ahead;

  readonly #tellTime = (serverNow: number) => {
    const ahead = serverNow - this.#deviceNow();
    // Answers take their time, and may have been kept for some.
    if (Math.abs(ahead - this.#ahead) <= aMinute) return;
    this.#ahead = ahead;
    if (this.#later) this.#tick();
  };

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
    this.dispatch({ type: 'opened', setting: environment.setting, link: environment.link, now: this.now() });
  }

  /** Forgets everything, the form too, and releases what is held. */
  leave(): void {
    this.#waiting = [];
    this.#inTime = [];
    this.isStalled = false;
    this.dispatch({ type: 'left' });
    void this.#later?.commands.leave();
    for (const read of this.#reads.values()) read.abort();
    this.#reads.clear();
    this.#environment = undefined;
  }

  /** Hands an event to the flow and runs what follows from it. */
  dispatch(event: BookingEvent): void {
    const later = this.#later?.module;
    const reduction = later
      ? later.reduce(this.state, event)
      : this.#waiting.length > 0
        ? null
        : reduceFirst(this.state, event);
    if (!reduction) return this.#wait(() => this.dispatch(event));
    const { state, commands } = reduction;
    const changed = state !== this.state;
    this.state = state;
    if (later) this.#setClock(later.isHolding(state));
    for (const command of commands) this.#run(command);
    if (changed) this.#host.requestUpdate();
    if (later && this.#environment) void later.tellUnknownIds(state, this.#environment.access);
  }

  readonly #onOnline = () => {
    if (this.#later) this.dispatch({ type: 'came-online', key: createIdempotencyKey() });
    else if (this.isStalled) void this.prepare();
    // Words that could not be loaded are asked for again.
    this.#host.requestUpdate();
  };

  readonly #tick = () => this.dispatch({ type: 'ticked', now: this.now() });

  /** The clock ticks only while a time is held. */
  #setClock(ticks: boolean) {
    if (ticks && this.#clock === undefined) {
      this.#clock = setInterval(this.#tick, aSecond);
    } else if (!ticks && this.#clock !== undefined) {
      clearInterval(this.#clock);
      this.#clock = undefined;
    }
  }

  /** Something that was done waits for code. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Everything but the first times; undefined until it is loaded. */
  get later(): BookingLater | undefined {
    return this.#later?.module;
  }

  /** Loads the rest, ahead of its need or for what waits for it. What fails here is tried again when it is needed. */
  async prepare(): Promise<void> {
    await this.#loadLater().catch(() => {
      this.isStalled = this.#waiting.length > 0;
      this.#host.requestUpdate();
    });
  }

  /** Does it as soon as everything is loaded, after what waits already; people are told that it waits. */
  whenLoaded(deed: () => void): void {
    this.#wait(deed);
  }

  #wait(deed: (later: Loaded) => void) {
    if (this.#later) return deed(this.#later);
    this.#waiting.push(deed);
    this.#host.requestUpdate();
    void this.prepare();
  }

  /** @throws whatever an import throws that finds no connection; the next call tries again */
  #loadLater() {
    this.#loading ??= this.#load().then(
      (module) => {
        const commands = new module.BookingCommands({
          element: this.#host,
          now: this.now,
          ahead: () => this.#ahead,
          tell: (event) => this.dispatch(event),
          read: (lane, read, fail) => this.#read(lane, read, fail),
        });
        const later = { module, commands };
        this.#later = later;
        this.isStalled = false;
        this.#host.requestUpdate();
        this.#tick();
        for (const deed of [...this.#waiting.splice(0), ...this.#inTime.splice(0)]) deed(later);
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }

  #run(command: BookingCommand): void {
    const environment = this.#environment;
    if (!environment) return;
    const { access, setting, firstDayOfWeek, storeName } = environment;
    const surroundings = { setting, firstDayOfWeek };
    const run = ({ module, commands }: Loaded, toRun: BookingCommand) =>
      void commands.run(toRun, module.createLaterApi(access, storeName, this.#tellTime), surroundings, feed);
    /** What belongs to an element that was closed or reopened since is dropped; a hold is released where it was made. */
    const feed: Feed = (event) => {
      if (this.#environment === environment) this.dispatch(event);
      else if (event.type === 'hold-created')
        this.#wait((later) => run(later, { type: 'release-hold', held: event.held }));
    };
    // Code that is there begins at once, in the order of the commands.
    if (this.#later) return run(this.#later, command);
    if (command.type === 'search') return void this.#searchFirst(command, environment, feed);
    if (command.type === 'restore-pending' && this.state.step === 'when')
      this.#inTime.push((later) => run(later, command));
    else this.#wait((later) => run(later, command));
  }

  /** What goes beyond one request, or goes wrong, is for the code that comes later. */
  #searchFirst(command: CommandOf<'search'>, { access, setting, firstDayOfWeek }: BookingEnvironment, feed: Feed) {
    const surroundings = { now: this.now, firstDayOfWeek, setting };
    return this.#read(
      'calendar',
      async (signal) => {
        const { createSlots } = await import('./booking-api.ts');
        const slots = createSlots(access, this.#tellTime);
        const { isMissing, ...availability } = await findFirstTimes(
          command,
          (query) => slots.search(query, { signal }),
          surroundings,
        );
        if (signal.aborted) return;
        if (isMissing) this.#wait(() => this.#run(command));
        else feed({ type: 'availability-loaded', availability });
      },
      // Without the code that asks, nothing was asked yet: whoever is there by then asks.
      (error) =>
        this.#wait(({ module }) =>
          error instanceof TypeError
            ? this.#run(command)
            : feed({ type: 'availability-failed', failure: module.explain(error) }),
        ),
    );
  }

  async #read(lane: ReadLane, read: (signal: AbortSignal) => Promise<void>, fail: (error: unknown) => void) {
    this.#reads.get(lane)?.abort();
    const controller = new AbortController();
    this.#reads.set(lane, controller);
    try {
      await read(controller.signal);
    } catch (error) {
      if (!controller.signal.aborted) fail(error);
    }
  }
}
