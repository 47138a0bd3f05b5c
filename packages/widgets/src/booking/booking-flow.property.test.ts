import assert from 'node:assert/strict';
import { it } from 'node:test';
import { patientInputFixture } from '@openprm/testing';
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
import { closed } from './booking-flow.ts';
import { reduce } from './flow/later-flow.ts';
import {
  type BookingCommand,
  type BookingEvent,
  type BookingState,
  type Failure,
  patientFields,
} from './booking-state.ts';
import { aliveIn } from './flow/holding-flow.ts';

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

  send(event: BookingEvent) {
    const before = this.state;
    const { state, commands } = reduce(before, event);
    this.state = state;
    for (const command of commands) this.#take(command);
    if (event.type === 'left' && 'sending' in before && before.sending.status !== 'unsent' && 'holding' in before) {
      const held = aliveIn(before.holding);
      if (held && this.live.has(held.id)) this.abandoned.add(held.id);
      this.untold.clear();
    }
  }

  #take(command: BookingCommand) {
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
    switch (command.type) {
      case 'load-directory':
        return this.send(works ? { type: 'directory-loaded', directory } : { type: 'directory-failed', failure });
      case 'restore-pending':
        return this.send({ type: 'pending-absent', perhapsBooked: !works });
      case 'open-session':
        return this.send(works ? { type: 'session-opened', managed } : { type: 'session-failed', failure });
      case 'search':
        return this.send(
          works ? { type: 'availability-loaded', availability } : { type: 'availability-failed', failure },
        );
      case 'load-day': {
        const { date } = command;
        return this.send(
          works ? { type: 'day-loaded', date, slots, practitionerNames: {} } : { type: 'day-failed', date, failure },
        );
      }
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

  /** Idempotent, as the server is: the first answer again to the same key, a refusal to the same key with other content. */
  #book({ held, number, patient }: Extract<BookingCommand, { type: 'book' }>, works: boolean, failure: Failure) {
    const key = `${held.key}-${number}`;
    const content = JSON.stringify(patient);
    const known = this.booked.get(key);
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
    if (known !== undefined && known !== content)
      return this.send({ type: 'booking-failed', failure: { kind: 'already-received' } });
    this.untold.delete(key);
    return this.send({ type: 'booked', managed });
  }

  /** A person does something, or time goes by. */
  act(kind: number, choice: number) {
    const slot = slots[choice % slots.length] ?? slots[0];
    const field = patientFields[choice % patientFields.length] ?? 'given';
    const key = this.freshKey();
    const settings = [anySetting, fixedSetting];
    const acts: readonly (() => BookingEvent)[] = [
      () => ({
        type: 'opened',
        setting: settings[choice % 2] ?? anySetting,
        link: choice % 5 === 4 ? 'lnk_a' : null,
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
      () => ({ type: 'period-chosen', view: 'week', periodStart: '2026-11-29' }),
      () => ({ type: 'period-chosen', view: 'month', periodStart: '2026-12-01' }),
      () => ({ type: 'period-chosen', view: 'list', periodStart: '2026-11-22' }),
      () => ({ type: 'day-chosen', date: '2026-11-27' }),
      () => ({ type: 'change-asked' }),
      () => ({ type: 'reschedule-confirmed', key }),
      () => ({ type: 'cancel-asked' }),
      () => ({ type: 'cancel-confirmed', key }),
      () => ({ type: 'calendar-asked' }),
      () => ({ type: 'another-asked', now: this.now }),
      () => ({ type: 'left' }),
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
    if (state.step === 'appointment' && state.news === 'booked')
      assert.ok(this.booked.size > 0, 'booked without a booking');
    if (state.step === 'who' && state.sending.status === 'sending')
      assert.equal(state.holding.status, 'held', 'sending without a held time');
  }
}

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
];

/** Mostly what leads on, so that the walks get far; now and then anything. */
const forward = fc.constantFrom(0, 1, 1, 1, 2, 2, 2, 11, 12, 13, 16, 17);
const manner = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: fc.nat(17) });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ does: fc.constant('answer' as const), which: fc.nat(3), how: manner }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('act' as const), which: forward, how: fc.nat(11) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('act' as const), which: fc.nat(22), how: fc.nat(11) }) },
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
