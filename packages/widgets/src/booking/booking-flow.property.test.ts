import assert from 'node:assert/strict';
import { it } from 'node:test';
import { followUpFixture, patientInputFixture, waitlistEntryFixture, waitlistOfferFixture } from '@openprm/testing';
import fc from 'fast-check';
import {
  anySetting,
  availability,
  directory,
  fixedSetting,
  heldTime,
  managed,
  minute,
  noon,
  slots,
} from './booking-flow.fixture.ts';
import { knownDana, knownMia, sessionSetting } from './booking-known-states.fixture.ts';
import { closed, reduceFirst } from './first/first-flow.ts';
import { reduce } from './booking-flow.ts';
import type { BookingState, Failure } from './booking-state.ts';
import type { BookingCommand, BookingEvent } from './events-and-commands.ts';
import { patientFields } from './form-state.ts';
import { aliveIn, asksFirst } from './first/visit-selectors.ts';

/** Where a page may be that has loaded nothing but the first times. */
const isBeforeLater = (state: BookingState) =>
  state.step === 'closed' ||
  (state.step === 'when' &&
    state.holding.status === 'none' &&
    state.replaces === null &&
    state.calendar.view === 'week' &&
    state.calendar.periodStart === null);

/** A clinic's server as far as holds and bookings go, and a person who does anything at any time. */
class World {
  state: BookingState = closed;
  now = noon;
  #keys = 0;
  #holds = 0;
  /** Requests on their way, oldest first. */
  pending: BookingCommand[] = [];
  /** Holds that the server made and knows no end of. */
  readonly live = new Map<string, string>();
  /** What the server booked, by idempotency key, with the content that it came with. */
  readonly booked = new Map<string, string>();
  /** Bookings whose answer has not reached the person. */
  readonly untold = new Set<string>();
  /** Holds that were sent to be booked when the flow was left: the device remembers them. */
  readonly abandoned = new Set<string>();

  /** The write whose answer was lost last; null once it is known what became of it, or where the person is no more where it was sent. */
  #lost: string | null = null;
  /** Writes of before the flow was left: nobody hears their answers. */
  readonly #unheard = new Set<BookingCommand>();
  #isUnheard = false;

  send(event: BookingEvent) {
    if (this.#isUnheard) return;
    const before = this.state;
    const { state, commands } = reduce(before, event);
    if (isBeforeLater(before)) {
      const first = reduceFirst(before, event);
      if (first) assert.deepEqual(first, { state, commands }, 'the first part of the flow goes another way');
    }
    this.state = state;
    if (event.type === 'left') {
      this.#lost = null;
      for (const command of this.pending) if (writeOf(command) !== null) this.#unheard.add(command);
    }
    for (const command of commands) this.#take(command);
    if (event.type === 'left' && 'sending' in before && before.sending.status !== 'unsent' && 'holding' in before) {
      const held = aliveIn(before.holding);
      if (held && this.live.has(held.id)) this.abandoned.add(held.id);
      this.untold.clear();
    }
  }

  #take(command: BookingCommand) {
    const write = writeOf(command);
    if (write !== null) {
      repeats += Number(this.#lost === write);
      assert.ok(
        this.#lost === null || this.#lost === write,
        `${write} while it is not known whether ${this.#lost} arrived`,
      );
    }
    if (command.type === 'release-hold') this.live.delete(command.held.id);
    if (command.type === 'create-hold' || command.type === 'book') {
      assert.equal(
        this.untold.size > 0 && command.type === 'create-hold',
        false,
        'another time is held while one may be booked',
      );
      if (command.type === 'book') {
        const key = `${command.held.key}-${command.number}`;
        assert.ok(
          [...this.untold].every((other) => other === key),
          'another booking is sent while one may be booked',
        );
      }
    }
    const isAsked =
      command.type !== 'release-hold' &&
      command.type !== 'save-pending' &&
      command.type !== 'clear-pending' &&
      command.type !== 'tell-host' &&
      command.type !== 'offer-calendar';
    if (isAsked) this.pending.push(command);
  }

  freshKey = () => `key-${++this.#keys}`;

  /** The server answers one of the requests on their way, in one of several manners. */
  answer(which: number, manner: number) {
    if (this.pending.length === 0) return;
    const [command] = this.pending.splice(which % this.pending.length, 1);
    if (!command) return;
    const failure = failures[manner % failures.length] ?? { kind: 'connection' };
    const works = manner % 2 === 0;
    const write = writeOf(command);
    this.#isUnheard = this.#unheard.has(command);
    if (write !== null && !this.#isUnheard)
      this.#lost = !works && (failure.kind === 'connection' || failure.kind === 'server') ? write : null;
    this.#tell(command, works, failure);
    this.#isUnheard = false;
  }

  #tell(command: BookingCommand, works: boolean, failure: Failure) {
    switch (command.type) {
      case 'load-directory':
        return this.send(
          works ? { type: 'directory-loaded', directory: ruledDirectory } : { type: 'directory-failed', failure },
        );
      case 'restore-pending':
        return this.send({ type: 'pending-absent', perhapsBooked: !works });
      case 'open-session':
        if (!works) return this.send({ type: 'session-failed', failure });
        return this.send(
          command.link === 'wll_a'
            ? { type: 'waitlist-opened', link: command.link, entry: offered }
            : { type: 'session-opened', managed },
        );
      case 'load-visit':
        return this.send(works ? { type: 'session-opened', managed } : { type: 'session-failed', failure });
      case 'join-waitlist':
        return this.send(
          works
            ? { type: 'waitlist-joined', entry: waitlistEntryFixture(), undo: 'undo_secret' }
            : { type: 'waitlist-failed', failure },
        );
      case 'act-on-waitlist':
        if (!works) return this.send({ type: 'waitlist-failed', failure });
        if (command.act === 'accept') this.booked.set(command.key, command.entry.id);
        return this.send(
          command.act === 'accept'
            ? { type: 'offer-accepted', managed }
            : {
                type: 'waitlist-changed',
                entry: waitlistEntryFixture({ status: command.act === 'leave' ? 'cancelled' : 'waitlist' }),
              },
        );
      case 'withdraw-from-waitlist':
        return this.send(works ? { type: 'waitlist-withdrawn' } : { type: 'waitlist-failed', failure });
      case 'search':
        return this.send(
          works
            ? { type: 'availability-loaded', availability: availabilityOf(command.visit.healthcareServiceId) }
            : { type: 'availability-failed', failure },
        );
      case 'load-day': {
        const { date } = command;
        return this.send(
          works ? { type: 'day-loaded', date, slots, practitionerNames: {} } : { type: 'day-failed', date, failure },
        );
      }
      case 'find-known':
        return this.send({ type: 'known-found', known: works ? [knownDana, knownMia] : [] });
      case 'create-hold': {
        const { key, slot, replaces } = command;
        if (!works) return this.send({ type: 'hold-failed', key, failure });
        const id = `hld_${++this.#holds}`;
        this.live.set(id, key);
        const token = replaces?.access.token ?? null;
        return this.send({
          type: 'hold-created',
          held: heldTime({ id, key, slot, token, renewedAt: this.now, deadline: this.now + 10 * minute }),
        });
      }
      case 'renew-hold': {
        const { id } = command.held;
        if (works && this.live.has(id))
          return this.send({ type: 'hold-renewed', id, deadline: this.now + 10 * minute });
        if (failure.kind === 'hold-expired') this.live.delete(id);
        return this.send({ type: 'renewal-failed', id, failure });
      }
      case 'book':
        return this.#book(command, works, failure);
      case 'reschedule':
        if (works || failure.kind === 'hold-expired' || failure.kind === 'slot-unavailable')
          this.live.delete(command.held.id);
        return this.send(
          works ? { type: 'rescheduled', appointment: managed.appointment } : { type: 'reschedule-failed', failure },
        );
      case 'cancel':
        return this.send(
          works
            ? { type: 'cancelled', appointment: { ...managed.appointment, status: 'cancelled' } }
            : { type: 'cancel-failed', failure },
        );
      case 'load-calendar':
        return this.send(
          works
            ? { type: 'calendar-loaded', file: { fileName: 'a.ics', content: 'B' } }
            : { type: 'calendar-failed', failure },
        );
      default:
        return undefined;
    }
  }

  /** Idempotent, as the server is, for each who sends: the session of a patient, or a visitor. The first answer again to the same key, a refusal to the same key with other content. */
  #book({ held, number, patient }: Extract<BookingCommand, { type: 'book' }>, works: boolean, failure: Failure) {
    const key = `${held.key}-${number}`;
    const content = JSON.stringify(patient);
    const isSession = 'isOwn' in patient;
    const earlier = this.booked.get(key);
    // A key means nothing with another credential; but what was booked cannot be booked again.
    if (earlier !== undefined && isSession !== earlier.includes('isOwn'))
      return this.send({ type: 'booking-failed', failure: { kind: 'hold-expired', alternatives: [] } });
    // Who was signed in is so no more: what was sent before cannot be found out.
    if (isSession && !works && (failure.kind === 'validation' || failure.kind === 'not-eligible')) {
      this.untold.delete(key);
      return this.send({
        type: 'booking-failed',
        failure: { kind: failure.kind === 'validation' ? 'session-ended' : 'right-ended' },
      });
    }
    const known = earlier;
    const isLost = failure.kind === 'connection' || failure.kind === 'server';
    if (known === undefined && !works && !isLost) {
      if (failure.kind === 'hold-expired' || failure.kind === 'slot-unavailable') this.live.delete(held.id);
      if (failure.kind === 'already-received')
        return this.send({ type: 'booking-failed', failure: { kind: 'rate-limited' } });
      return this.send({ type: 'booking-failed', failure });
    }
    if (known === undefined) {
      this.booked.set(key, content);
      this.live.delete(held.id);
    }
    // The answer is lost on its way: the booking is there, and the person does not know.
    if (!works && isLost) {
      if (this.state.step === 'who') this.untold.add(key);
      return this.send({ type: 'booking-failed', failure });
    }
    // That it was received is told, too.
    this.untold.delete(key);
    if (known !== undefined && known !== content)
      return this.send({ type: 'booking-failed', failure: { kind: 'already-received' } });
    return this.send({ type: 'booked', managed });
  }

  /** A person does something, or time goes by. */
  act(kind: number, choice: number) {
    const slot = slots[choice % slots.length] ?? slots[0];
    const field = patientFields[choice % patientFields.length] ?? 'given';
    const key = this.freshKey();
    const settings = [anySetting, sessionSetting, { ...fixedSetting, healthcareServiceId: followUpFixture.id }];
    const acts: readonly (() => BookingEvent)[] = [
      () => ({
        type: 'opened',
        setting: settings[choice % 3] ?? anySetting,
        link: choice % 5 === 4 ? 'lnk_a' : choice % 5 === 3 ? 'wll_a' : null,
        now: this.now,
      }),
      () => ({ type: 'slot-chosen', slot, key }),
      () => ({
        type: 'form-submitted',
        check: { ok: true, patient: patientInputFixture({ given: choice % 3 === 0 ? 'Robin' : 'Dana' }) },
      }),
      () => ({ type: 'ticked', now: (this.now += choice * minute) }),
      () => ({ type: 'field-changed', field, value: 'x', now: this.now }),
      () => ({ type: 'went-back' }),
      () => ({ type: 'continued' }),
      () => ({ type: 'retry-asked', key }),
      () => ({ type: 'came-online', key }),
      () => ({ type: 'keep-asked', now: this.now }),
      () => ({ type: 'hold-again-asked', key }),
      () => ({ type: 'times-asked' }),
      () => ({ type: 'service-chosen', healthcareServiceId: directory.healthcareServices[choice % 2]?.id ?? '' }),
      () => ({ type: 'location-chosen', locationId: directory.locations[choice % 2]?.id ?? '' }),
      () => ({ type: 'period-moved', by: choice % 2 ? 1 : -1 }),
      () => ({ type: 'view-chosen', view: 'month', firstDayOfWeek: 7 }),
      () => ({ type: 'view-chosen', view: 'list', firstDayOfWeek: 7 }),
      () => ({ type: 'view-chosen', view: 'week', firstDayOfWeek: 1 }),
      () => ({ type: 'date-wanted', date: '2026-12-10', firstDayOfWeek: 7 }),
      () => ({ type: 'day-chosen', date: '2026-11-27' }),
      () => ({ type: 'change-asked' }),
      () => ({ type: 'reschedule-confirmed', key }),
      () => ({ type: 'cancel-asked' }),
      () => ({ type: 'cancel-confirmed', key }),
      () => ({ type: 'calendar-asked' }),
      () => ({ type: 'another-asked', now: this.now }),
      () => ({ type: 'left' }),
      () => ({ type: 'rule-chosen', item: choice % 2 ? 'seen' : 'flag-0', applies: choice % 3 === 0 }),
      () => ({ type: 'whom-chosen', whom: whoms[choice % whoms.length] ?? 'self', now: this.now }),
      () => ({ type: 'waitlist-asked' }),
      () => ({
        type: 'waitlist-submitted',
        check: { ok: true, patient: patientInputFixture() },
        today: '2026-11-23',
        key,
      }),
      () => ({
        type: 'waiting-act',
        act: waitingActs[choice % 4] ?? 'accept',
        slotId: choice > 8 ? slots[1].id : null,
        key,
      }),
      () => ({ type: 'leave-asked' }),
      () => ({ type: 'visit-asked' }),
      () => ({ type: 'known-confirmed' }),
    ];
    const act = acts[kind % acts.length];
    if (act) this.send(act());
  }

  check() {
    const { state } = this;
    const kept = 'holding' in state ? aliveIn(state.holding)?.id : undefined;
    for (const id of this.live.keys()) {
      assert.ok(id === kept || this.abandoned.has(id), `hold ${id} is forgotten in step ${state.step}`);
    }
    assert.ok(!asksFirst(state), 'times are shown before their questions were answered');
    if (state.step === 'appointment' && state.news === 'booked')
      assert.ok(this.booked.size > 0, 'booked without a booking');
    if (state.step === 'who' && state.sending.status === 'sending')
      assert.equal(state.holding.status, 'held', 'sending without a held time');
  }
}

/** Names a write by its key and by what it does; null for what changes no visit and no place on the waitlist. */
function writeOf(command: BookingCommand): string | null {
  switch (command.type) {
    case 'book':
      return `book ${command.held.key}-${command.number}`;
    case 'act-on-waitlist':
      return `${command.act} ${command.slotId} ${command.key}`;
    case 'reschedule':
    case 'cancel':
    case 'join-waitlist':
    case 'withdraw-from-waitlist':
      return `${command.type} ${command.key}`;
    default:
      return null;
  }
}
/** How often a write was repeated whose answer was lost. */
let repeats = 0;
const waitingActs = ['accept', 'decline', 'leave', 'correct'] as const;
const offered = waitlistEntryFixture({ offer: waitlistOfferFixture() });
const whoms = ['self', 'other', 0, 'Patient/pat_dana', 'Patient/pat_mia'] as const;

/** One of the two kinds of visit has rules. */
const ruledDirectory = {
  ...directory,
  healthcareServices: directory.healthcareServices.map((service) =>
    service.id === followUpFixture.id
      ? {
          ...service,
          eligibility: { patients: 'existing' as const, minimumAge: null, maximumAge: null, comment: null },
          redFlags: [{ text: 'Both legs are numb', advice: 'emergency' as const }],
        }
      : service,
  ),
};
const availabilityOf = (serviceId: string) => ({
  ...availability,
  directory: {
    ...availability.directory,
    healthcareServices: ruledDirectory.healthcareServices.filter(({ id }) => id === serviceId),
  },
});
const failures: readonly Failure[] = [
  { kind: 'connection' },
  { kind: 'slot-unavailable', alternatives: [slots[1], slots[2]] },
  { kind: 'server', requestId: null },
  { kind: 'hold-expired', alternatives: [] },
  { kind: 'rate-limited' },
  { kind: 'already-received' },
  { kind: 'configuration' },
  { kind: 'connection' },
  { kind: 'validation', fields: ['email'] },
  { kind: 'not-eligible', reason: 'too-young' },
  { kind: 'connection' },
  { kind: 'status-conflict' },
];

/** Mostly what leads on, so that the walks get far; now and then anything. */
const forward = fc.constantFrom(0, 1, 1, 1, 2, 2, 2, 11, 12, 13, 16, 17, 27, 34, 34);
const manner = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(23) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('answer' as const), which: fc.nat(3), how: manner }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('act' as const), which: forward, how: fc.nat(11) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('act' as const), which: fc.nat(34), how: fc.nat(11) }) },
);

it('forgets no hold, books nobody twice and claims nothing that is not so, whatever happens in whatever order', () => {
  let reached = 0;
  fc.assert(
    fc.property(fc.nat(5), fc.array(step, { minLength: 20, maxLength: 90, size: 'max' }), (opening, steps) => {
      const world = new World();
      world.act(0, opening);
      for (const { does, which, how } of steps) {
        if (does === 'answer') world.answer(which, how);
        else world.act(which, how);
        world.check();
      }
      if (world.booked.size > 0) reached += 1;
    }),
    { numRuns: 3000 },
  );
  assert.ok(reached > 100, `only ${reached} walks booked anything`);
});

it('repeats a write whose answer was lost with its own key alone, and sends no other one beside it', () => {
  repeats = 0;
  const deed = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('answer' as const),
        which: fc.nat(3),
        how: fc.constantFrom(0, 0, 7, 7, 7, 1, 3, 5, 9, 11),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        does: fc.constant('act' as const),
        which: fc.constantFrom(1, 2, 7, 20, 21, 22, 23, 29, 30, 31, 31, 32),
        how: fc.nat(11),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('act' as const), which: fc.nat(33), how: fc.nat(11) }) },
  );
  fc.assert(
    fc.property(
      fc.constantFrom(3, 3, 4, 9),
      fc.array(deed, { minLength: 10, maxLength: 40, size: 'max' }),
      (opening, deeds) => {
        const world = new World();
        world.act(0, opening);
        world.answer(0, 0);
        for (const { does, which, how } of deeds) {
          if (does === 'answer') world.answer(which, how);
          else world.act(which, how);
        }
      },
    ),
    { numRuns: 6000 },
  );
  assert.ok(repeats > 100, `only ${repeats} writes were repeated`);
});
