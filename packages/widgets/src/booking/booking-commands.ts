import type { AppointmentCreated, CalendarFile, Hold } from '@openprm/sdk';
import {
  AppointmentBookedEvent,
  AppointmentBookingEvent,
  AppointmentCancelledEvent,
  AppointmentRescheduledEvent,
  WaitlistJoinedEvent,
} from './booking-events.ts';
import type { CommandHost, Feed } from './command-host.ts';
import type { HeldTime, KnownPatient, Managed } from './booking-state.ts';
import type { BookingCommand } from './events-and-commands.ts';
import { explain, toFailure } from './failure.ts';
import { findAvailability, findDay } from './find-availability.ts';
import type { SearchSurroundings } from './first/find-first-times.ts';
import { type Found, type Road, roadOf, sessionFailure } from './known-session.ts';
import type { LaterApi } from './later-api.ts';
import { bookingKey, PendingRecord, splitBookingKey } from './pending-record.ts';
import { actOnWaitlist, isWaitlistLink, joinWaitlist, withdrawFromWaitlist } from './waitlist-commands.ts';

type CommandOf<Type extends BookingCommand['type']> = Extract<BookingCommand, { type: Type }>;

const aMinute = 60_000;
/** A hold lives at most two hours; a remaining time outside these bounds means that the server's time is not known. */
const shortestLife = aMinute / 2;
const longestLife = 125 * aMinute;
const assumedLife = 5 * aMinute;
/** So long after this page booked, cancelled or moved, a browser may keep what was true before: open times are public for five seconds. */
const keptAnswers = 10_000;

/** An element calls with no secret key, so a booking brings a credential. */
function managed({ access, ...appointment }: AppointmentCreated): Managed {
  if (!access) throw new TypeError('A booking came without a credential.');
  return { appointment, access };
}

/** Runs what the flow commands against the SDK, and feeds what comes of it back as events. */
export class BookingCommands {
  readonly #host: CommandHost;
  readonly #record: PendingRecord;
  /** Who is signed in, as it was when that was asked. */
  #found: Found | null = null;
  /** By whom the last typed form was sent. */
  #road: Road | null = null;
  /** How often it was asked who is signed in, or nobody was there any more to hear it: only the last answer counts. */
  #asked = 0;
  /** When this page last changed which times are open, by the host's clock. */
  #changedAt = -Infinity;

  constructor(host: CommandHost) {
    this.#host = host;
    this.#record = new PendingRecord((id) => host.tell({ type: 'hold-taken-over', id }));
  }

  /** Its element is left: nothing of it stays behind. */
  leave(): Promise<void> {
    this.#found = null;
    this.#asked += 1;
    return this.#record.leave();
  }

  /** @param surroundings what a search depends on besides its command */
  async run(
    command: BookingCommand,
    api: LaterApi,
    surroundings: Omit<SearchSurroundings, 'now'>,
    feed: Feed,
  ): Promise<void> {
    switch (command.type) {
      case 'load-directory':
        return this.#loadDirectory(api, feed);
      case 'search':
        return this.#search(command, api, { ...surroundings, now: this.#host.now }, feed);
      case 'load-day':
        return this.#loadDay(command, api, feed);
      case 'restore-pending':
        return this.#restorePending(api, feed);
      case 'open-session':
        return this.#host.read(
          'session',
          async (signal) => {
            const { link } = command;
            if (isWaitlistLink(link)) {
              const entry = await api.waitlist(link).open({ signal });
              return feed({ type: 'waitlist-opened', entry, link });
            }
            const { appointment, access } = await api.sessions(link).create({ signal });
            feed({ type: 'session-opened', managed: { appointment, access } });
          },
          (error) => feed({ type: 'session-failed', failure: explain(error, { isByPatient: true }) }),
        );
      case 'load-visit':
        return this.#host.read(
          'session',
          async (signal) => {
            const { appointment, access } = command.managed;
            const read = await api.appointments(access.token).get(appointment.id, { signal });
            feed({ type: 'session-opened', managed: { appointment: read, access } });
          },
          (error) => feed({ type: 'session-failed', failure: explain(error, { isByPatient: true }) }),
        );
      case 'find-known':
        return this.#findKnown(api, feed);
      case 'create-hold':
        return this.#createHold(command, api, feed);
      case 'renew-hold':
        return this.#renewHold(command.held, api, feed);
      case 'release-hold':
        return this.#releaseHold(command.held, api);
      case 'save-pending':
        return this.#savePending(command, api);
      case 'clear-pending':
        return this.#record.clear(api.pending, command.holdId);
      case 'book':
        return this.#book(command, api, this.#noting(feed));
      case 'reschedule':
        return this.#reschedule(command, api, this.#noting(feed));
      case 'cancel':
        return this.#cancel(command, api, this.#noting(feed));
      case 'load-calendar':
        return this.#host.read(
          'file',
          async (signal) => {
            const { appointment, access } = command.managed;
            const file = await api.appointments(access.token).calendar(appointment.id, { signal });
            feed({ type: 'calendar-loaded', file });
          },
          (error) => feed({ type: 'calendar-failed', failure: explain(error, { isByPatient: true }) }),
        );
      case 'offer-calendar':
        return offerFile(command.file);
      case 'join-waitlist':
        return joinWaitlist(command, api, feed);
      case 'withdraw-from-waitlist':
        return withdrawFromWaitlist(command, api, this.#noting(feed));
      case 'act-on-waitlist':
        return actOnWaitlist(command, api, this.#noting(feed));
      case 'tell-host':
        return this.#tellHost(command);
    }
  }

  /** What a change told is heard after it was noted, so that the search that follows does not show the times of before. */
  #noting(feed: Feed): Feed {
    return (event) => {
      this.#changedAt = this.#host.now();
      feed(event);
    };
  }

  #slots(replaces: CommandOf<'search'>['replaces'], api: LaterApi) {
    return api.slots(replaces?.access.token ?? null, this.#host.now() - this.#changedAt < keptAnswers);
  }

  #loadDirectory(api: LaterApi, feed: Feed) {
    return this.#host.read(
      'directory',
      async (signal) => {
        const [services, locations] = await Promise.all([
          api.healthcareServices.list({ limit: 200 }, { signal }),
          api.locations.list({ limit: 200 }, { signal }),
        ]);
        if (signal.aborted) return;
        feed({ type: 'directory-loaded', directory: { healthcareServices: services.data, locations: locations.data } });
      },
      (error) => feed({ type: 'directory-failed', failure: explain(error) }),
    );
  }

  #search(command: CommandOf<'search'>, api: LaterApi, surroundings: SearchSurroundings, feed: Feed) {
    const slots = this.#slots(command.replaces, api);
    return this.#host.read(
      'calendar',
      async (signal) => {
        const availability = await findAvailability(command, (query) => slots.search(query, { signal }), surroundings);
        if (!signal.aborted) feed({ type: 'availability-loaded', availability });
      },
      (error) =>
        feed({ type: 'availability-failed', failure: explain(error, { isByPatient: command.replaces !== null }) }),
    );
  }

  #loadDay(command: CommandOf<'load-day'>, api: LaterApi, feed: Feed) {
    const { date } = command;
    const slots = this.#slots(command.replaces, api);
    return this.#host.read(
      'calendar',
      async (signal) => {
        const day = await findDay(command, null, (query) => slots.search(query, { signal }), this.#host.now());
        if (!signal.aborted) feed({ type: 'day-loaded', date, ...day });
      },
      (error) =>
        feed({ type: 'day-failed', date, failure: explain(error, { isByPatient: command.replaces !== null }) }),
    );
  }

  /** Never aborted: an answer that nobody waits for is a hold to release. */
  async #createHold({ slot, key, replaces }: CommandOf<'create-hold'>, api: LaterApi, feed: Feed) {
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
      feed({ type: 'hold-failed', key, failure: explain(error, { isByPatient: replaces !== null }) });
    }
  }

  #heldTime({ id, secret, slot, expiresAt }: Hold, key: string, token: string | null): HeldTime {
    const now = this.#host.now();
    return { id, secret, slot, deadline: this.#deadline(expiresAt), renewedAt: now, key, token };
  }

  /** Where the server's time is not known, and this device's is wrong, a short life is assumed, and the server decides. */
  #deadline(expiresAt: string): number {
    const now = this.#host.now();
    const life = Date.parse(expiresAt) - now;
    return now + (life >= shortestLife && life <= longestLife ? life : assumedLife);
  }

  async #renewHold({ id, secret, token }: HeldTime, api: LaterApi, feed: Feed) {
    try {
      const { expiresAt } = await api.holds(token).renew({ id, secret });
      feed({ type: 'hold-renewed', id, deadline: this.#deadline(expiresAt) });
    } catch (error) {
      feed({ type: 'renewal-failed', id, failure: toFailure(error) });
    }
  }

  /** A release that fails is no one's concern: the hold ends by itself. */
  async #releaseHold({ id, secret, token }: HeldTime, api: LaterApi) {
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
  async #restorePending(api: LaterApi, feed: Feed) {
    const pending = await this.#record.load(api.pending);
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
      // What may still be there is for the next who looks.
      if (kind === 'connection' || kind === 'server') await this.#record.leave(pending.holdId);
      else await this.#record.clear(api.pending, pending.holdId);
      feed({ type: 'pending-absent', perhapsBooked: submitted });
    }
  }

  #savePending({ held, number, submitted }: CommandOf<'save-pending'>, api: LaterApi): Promise<void> {
    return this.#record.save(api.pending, {
      slotId: held.slot.id,
      holdId: held.id,
      holdSecret: held.secret,
      expiresAt: new Date(held.deadline - this.#host.ahead()).toISOString(),
      idempotencyKey: bookingKey(held.key, number),
      submitted,
    });
  }

  async #book({ held, number, patient }: CommandOf<'book'>, api: LaterApi, feed: Feed) {
    const intent = new AppointmentBookingEvent();
    this.#host.element.dispatchEvent(intent);
    if (!(await intent.settled())) {
      return feed({ type: 'booking-failed', failure: { kind: 'stopped' } });
    }
    await this.#record.settled();
    const time = { holdId: held.id, holdSecret: held.secret };
    const idempotencyKey = bookingKey(held.key, number);
    if ('isOwn' in patient) return this.#bookKnown(patient, time, idempotencyKey, api, feed);
    this.#road = roadOf(patient, idempotencyKey, { found: this.#found, before: this.#road });
    const { session } = this.#road;
    try {
      const appointments = session ? api.bookIn(session) : api.appointments(null);
      const booked = await appointments.create({ ...time, patient }, { idempotencyKey });
      feed({ type: 'booked', managed: managed(booked) });
      // who has said it once is not asked again
      if (session) await this.#findKnown(api, feed);
    } catch (error) {
      const ended = session ? sessionFailure(error) : undefined;
      if (ended) this.#found = null;
      feed({ type: 'booking-failed', failure: ended ?? explain(error, { isForOther: patient.contact !== undefined }) });
    }
  }

  /** In the session, which says who it is. */
  async #bookKnown(
    { id, isOwn }: KnownPatient,
    time: { readonly holdId: string; readonly holdSecret: string },
    idempotencyKey: string,
    api: LaterApi,
    feed: Feed,
  ) {
    const session = this.#found?.session;
    const ended = { type: 'booking-failed', failure: { kind: 'session-ended' } } as const;
    if (!session) return feed(ended);
    try {
      // The page may have signed somebody else in since.
      if (isOwn && (await session.current())?.patient?.id !== id) return feed(ended);
      const booked = await api.bookIn(session).create(time, { idempotencyKey, actingFor: isOwn ? undefined : id });
      feed({ type: 'booked', managed: managed(booked) });
    } catch (error) {
      feed({ type: 'booking-failed', failure: sessionFailure(error) ?? explain(error) });
    }
  }

  /** Who cannot be found is asked, as anybody is. */
  async #findKnown(api: LaterApi, feed: Feed) {
    this.#found = null;
    this.#asked += 1;
    const asked = this.#asked;
    const found = await api.findSession().catch(() => null);
    if (asked !== this.#asked) return;
    this.#found = found;
    feed({ type: 'known-found', known: found?.known ?? [] });
  }

  async #reschedule({ managed, held, key }: CommandOf<'reschedule'>, api: LaterApi, feed: Feed) {
    try {
      const appointment = await api
        .appointments(managed.access.token)
        .reschedule({ id: managed.appointment.id, holdId: held.id, holdSecret: held.secret }, { idempotencyKey: key });
      feed({ type: 'rescheduled', appointment });
    } catch (error) {
      feed({ type: 'reschedule-failed', failure: explain(error, { isByPatient: true }) });
    }
  }

  async #cancel({ managed, key }: CommandOf<'cancel'>, api: LaterApi, feed: Feed) {
    try {
      const appointment = await api
        .appointments(managed.access.token)
        .cancel({ id: managed.appointment.id, reason: 'pat' }, { idempotencyKey: key });
      feed({ type: 'cancelled', appointment });
    } catch (error) {
      feed({ type: 'cancel-failed', failure: explain(error, { isByPatient: true }) });
    }
  }

  #tellHost(command: CommandOf<'tell-host'>) {
    if (command.fact === 'waitlist-joined') {
      this.#host.element.dispatchEvent(new WaitlistJoinedEvent(command.entryId));
      return;
    }
    const { fact, appointmentId } = command;
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

/** Hands a calendar file to the browser as a download. */
function offerFile({ fileName, content }: CalendarFile): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/calendar;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), aMinute);
}
