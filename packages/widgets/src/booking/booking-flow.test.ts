import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appointmentFixture, followUpFixture, newPatientFixture, riversideFixture } from '@openprm/testing';
import {
  anySetting,
  availability,
  chosen,
  created,
  directory,
  fixedSetting,
  heldTime,
  managed,
  minute,
  noon,
  noPending,
  opened,
  patient,
  singleDirectory,
  slots,
  walk,
  ways,
} from './booking-flow.fixture.ts';
import type { BookingCommand, BookingEvent, BookingState, Failure } from './booking-state.ts';

interface Row {
  readonly name: string;
  readonly given: readonly BookingEvent[];
  readonly when: BookingEvent;
  /** The step that follows. */
  readonly step: BookingState['step'];
  /** The types of the commands that follow, in order. */
  readonly commands?: readonly BookingCommand['type'][];
  readonly holding?: string;
  readonly sending?: string;
  readonly also?: (state: BookingState, commands: readonly BookingCommand[]) => void;
}

function run(rows: readonly Row[]): void {
  for (const { name, given, when, step, commands = [], holding, sending, also } of rows) {
    it(name, () => {
      const { state, commands: found } = walk(...given, when);
      assert.equal(state.step, step);
      assert.deepEqual(
        found.map(({ type }) => type),
        commands,
      );
      if (holding !== undefined) assert.equal('holding' in state && state.holding.status, holding);
      if (sending !== undefined) assert.equal('sending' in state && state.sending.status, sending);
      also?.(state, found);
    });
  }
}

const directoryLoaded: BookingEvent = { type: 'directory-loaded', directory };
const connection: Failure = { kind: 'connection' };
const server: Failure = { kind: 'server', requestId: 'req_1' };
const taken: Failure = { kind: 'slot-unavailable', alternatives: [slots[1], slots[2]] };
const expired: Failure = { kind: 'hold-expired', alternatives: [slots[1]] };
const retry: BookingEvent = { type: 'retry-asked', key: 'key-fresh' };
const tick = (at: number): BookingEvent => ({ type: 'ticked', now: at });
const submit = (given = patient.given): BookingEvent => ({
  type: 'form-submitted',
  check: { ok: true, patient: { ...patient, given } },
});
const failWith = (failure: Failure): BookingEvent => ({ type: 'booking-failed', failure });
const type = (value: string, now = noon): BookingEvent => ({ type: 'field-changed', field: 'given', value, now });
const telehealth = { ...newPatientFixture, mode: 'telehealth' } as const;
const submitted: BookingEvent = { type: 'pending-restored', held: heldTime(), number: 2, submitted: true };

describe('opening', () => {
  run([
    {
      name: 'asks for the directory and for an interrupted booking',
      given: [],
      when: opened(anySetting),
      step: 'opening',
      commands: ['restore-pending', 'load-directory'],
    },
    {
      name: 'opens a link by exchanging it',
      given: [],
      when: opened(anySetting, 'lnk_a'),
      step: 'opening',
      commands: ['open-session'],
    },
    { name: 'waits for the directory', given: [opened(anySetting)], when: noPending, step: 'opening' },
    { name: 'offers the choice', given: [opened(anySetting), noPending], when: directoryLoaded, step: 'what' },
    { name: 'waits for the device, too', given: [opened(anySetting)], when: directoryLoaded, step: 'opening' },
    {
      name: 'skips the choice when there is one',
      given: [opened(anySetting), noPending],
      when: { type: 'directory-loaded', directory: singleDirectory },
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'needs no directory when the host fixed service and place',
      given: [opened(fixedSetting)],
      when: noPending,
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'asks for the place only when the host fixed the service',
      given: [opened({ ...anySetting, healthcareServiceId: newPatientFixture.id }), noPending],
      when: directoryLoaded,
      step: 'what',
      also: (state) => assert.equal(state.step === 'what' && state.healthcareServiceId, newPatientFixture.id),
    },
    {
      name: 'says when the directory cannot be had',
      given: [opened(anySetting), noPending],
      when: { type: 'directory-failed', failure: connection },
      step: 'opening',
      also: (state) => assert.deepEqual(state.step === 'opening' && state.failure, connection),
    },
    {
      name: 'tries the directory again',
      given: [opened(anySetting), noPending, { type: 'directory-failed', failure: connection }],
      when: retry,
      step: 'opening',
      commands: ['load-directory'],
    },
    {
      name: 'shows the times although the directory failed, when both are fixed',
      given: [opened(fixedSetting), noPending],
      when: { type: 'directory-failed', failure: server },
      step: 'when',
    },
    {
      name: "searches again in the viewer's zone once it is known that the visit is by video",
      given: [opened(fixedSetting), noPending],
      when: {
        type: 'directory-loaded',
        directory: { healthcareServices: [telehealth], locations: [riversideFixture] },
      },
      step: 'when',
      commands: ['search'],
      also: (_, [command]) => assert.equal(command?.type === 'search' && command.timeZone, 'America/New_York'),
    },
    {
      name: 'shows the appointment of a link',
      given: [opened(anySetting, 'lnk_a')],
      when: { type: 'session-opened', managed },
      step: 'appointment',
    },
    {
      name: 'says that a link no longer works',
      given: [opened(anySetting, 'lnk_a')],
      when: { type: 'session-failed', failure: { kind: 'credential' } },
      step: 'opening',
      also: (state) => assert.equal(state.step === 'opening' && state.failure?.kind, 'credential'),
    },
    {
      name: 'tries a link again',
      given: [opened(anySetting, 'lnk_a'), { type: 'session-failed', failure: connection }],
      when: retry,
      step: 'opening',
      commands: ['open-session'],
    },
  ]);
});

describe('after a reload', () => {
  const restored: BookingEvent = { type: 'pending-restored', held: heldTime(), number: 1, submitted: false };
  run([
    {
      name: 'resumes at an empty form with the time still held',
      given: [opened(anySetting), directoryLoaded],
      when: restored,
      step: 'who',
      holding: 'held',
      sending: 'unsent',
    },
    {
      name: 'resumes when the directory comes later',
      given: [opened(anySetting), restored],
      when: directoryLoaded,
      step: 'who',
      holding: 'held',
    },
    {
      name: 'says that the last try was interrupted when it was sent',
      given: [opened(anySetting), directoryLoaded],
      when: submitted,
      step: 'who',
      sending: 'failed',
      also: (state) =>
        assert.equal(
          state.step === 'who' && state.sending.status === 'failed' && state.sending.failure.kind,
          'interrupted',
        ),
    },
    {
      name: 'sends with the key of the interrupted try, whatever is typed now',
      given: [opened(anySetting), directoryLoaded, submitted],
      when: submit('Robin'),
      step: 'who',
      commands: ['save-pending', 'book'],
      also: (_, commands) => assert.ok(commands.every((command) => 'number' in command && command.number === 2)),
    },
    {
      name: 'says that a booking may have arrived when its hold is gone',
      given: [opened(anySetting), directoryLoaded],
      when: { type: 'pending-absent', perhapsBooked: true },
      step: 'what',
      also: (state) => assert.equal('perhapsBooked' in state && state.perhapsBooked, true),
    },
  ]);
});

describe('what and where', () => {
  const service: BookingEvent = { type: 'service-chosen', healthcareServiceId: newPatientFixture.id };
  const place: BookingEvent = { type: 'location-chosen', locationId: riversideFixture.id };
  run([
    {
      name: 'wants a service first',
      given: ways.what,
      when: { type: 'times-asked' },
      step: 'what',
      also: (state) => assert.equal(state.step === 'what' && state.missing, 'healthcare-service'),
    },
    {
      name: 'wants a place when there are several',
      given: [...ways.what, service],
      when: { type: 'times-asked' },
      step: 'what',
      also: (state) => assert.equal(state.step === 'what' && state.missing, 'location'),
    },
    {
      name: 'searches what was chosen',
      given: [...ways.what, service, place],
      when: { type: 'times-asked' },
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'keeps a held time when going back and forth',
      given: [
        ...ways.what,
        service,
        place,
        { type: 'times-asked' },
        { type: 'availability-loaded', availability },
        chosen(),
        created(),
        { type: 'went-back' },
        { type: 'went-back' },
      ],
      when: { type: 'times-asked' },
      step: 'when',
      commands: ['search'],
      holding: 'held',
    },
    {
      name: 'gives a held time up for another service',
      given: [
        ...ways.what,
        service,
        place,
        { type: 'times-asked' },
        { type: 'availability-loaded', availability },
        chosen(),
        created(),
        { type: 'went-back' },
        { type: 'went-back' },
        { type: 'service-chosen', healthcareServiceId: followUpFixture.id },
      ],
      when: { type: 'times-asked' },
      step: 'when',
      commands: ['release-hold', 'clear-pending', 'search'],
      holding: 'none',
    },
  ]);
});

describe('when', () => {
  run([
    {
      name: 'shows what was found',
      given: ways.searching,
      when: { type: 'availability-loaded', availability },
      step: 'when',
    },
    {
      name: 'says that the search failed',
      given: ways.searching,
      when: { type: 'availability-failed', failure: connection },
      step: 'when',
      also: (state) => assert.equal(state.step === 'when' && state.calendar.availability.status, 'failed'),
    },
    {
      name: 'searches again',
      given: [...ways.searching, { type: 'availability-failed', failure: connection }],
      when: retry,
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'asks for another week and keeps showing the last answer',
      given: ways.when,
      when: { type: 'period-chosen', view: 'week', periodStart: '2026-11-29' },
      step: 'when',
      commands: ['search'],
      also: (state) => assert.equal(state.step === 'when' && state.calendar.shown, availability),
    },
    {
      name: 'shows the month of the chosen day, with that day',
      given: ways.when,
      when: { type: 'period-chosen', view: 'month', periodStart: '2026-11-01' },
      step: 'when',
      commands: ['search'],
      also: (state) => {
        assert.ok(state.step === 'when');
        assert.deepEqual([state.calendar.view, state.calendar.date], ['month', availability.date]);
      },
    },
    {
      name: 'asks for no day of a list, which has them all',
      given: [
        ...ways.when,
        { type: 'day-chosen', date: '2026-11-27' },
        { type: 'period-chosen', view: 'list', periodStart: '2026-11-22' },
      ],
      when: { type: 'availability-loaded', availability },
      step: 'when',
      commands: [],
    },
    {
      name: 'comes back to the month that a time was chosen in',
      given: [
        ...ways.when,
        { type: 'period-chosen', view: 'month', periodStart: '2026-11-01' },
        { type: 'availability-loaded', availability: { ...availability, periodStart: '2026-11-01' } },
        chosen(),
        created(),
      ],
      when: { type: 'went-back' },
      step: 'when',
      commands: ['search'],
      also: (state) => {
        assert.ok(state.step === 'when');
        assert.deepEqual(
          [state.calendar.view, state.calendar.periodStart, state.holding.status],
          ['month', '2026-11-01', 'held'],
        );
      },
    },
    {
      name: 'asks for a day',
      given: ways.when,
      when: { type: 'day-chosen', date: '2026-11-27' },
      step: 'when',
      commands: ['load-day'],
    },
    {
      name: 'drops the times of a day that is no longer asked for',
      given: [...ways.when, { type: 'day-chosen', date: '2026-11-27' }],
      when: { type: 'day-loaded', date: '2026-11-26', slots, practitionerNames: {} },
      step: 'when',
      also: (state) => assert.equal(state.step === 'when' && state.calendar.slots.status, 'loading'),
    },
    {
      name: 'tries a day again',
      given: [
        ...ways.when,
        { type: 'day-chosen', date: '2026-11-27' },
        { type: 'day-failed', date: '2026-11-27', failure: server },
      ],
      when: retry,
      step: 'when',
      commands: ['load-day'],
    },
    {
      name: 'holds a time',
      given: ways.when,
      when: chosen(),
      step: 'when',
      commands: ['create-hold'],
      holding: 'requested',
    },
    {
      name: 'goes on once the time is held',
      given: ways.requested,
      when: created(),
      step: 'who',
      commands: ['save-pending'],
      holding: 'held',
    },
    {
      name: 'offers the nearest times when it was taken',
      given: ways.requested,
      when: { type: 'hold-failed', key: 'key-1', failure: taken },
      step: 'when',
      holding: 'lost',
      also: (state) =>
        assert.equal(state.step === 'when' && state.holding.status === 'lost' && state.holding.alternatives.length, 2),
    },
    {
      name: 'says that the time could not be held',
      given: ways.requested,
      when: { type: 'hold-failed', key: 'key-1', failure: server },
      step: 'when',
      holding: 'failed',
    },
    {
      name: 'repeats a hold that may have arrived with its own key',
      given: [...ways.requested, { type: 'hold-failed', key: 'key-1', failure: connection }],
      when: retry,
      step: 'when',
      commands: ['create-hold'],
      also: (_, [command]) => assert.equal(command?.type === 'create-hold' && command.key, 'key-1'),
    },
    {
      name: 'repeats a refused hold with a fresh key',
      given: [...ways.requested, { type: 'hold-failed', key: 'key-1', failure: { kind: 'rate-limited' } }],
      when: retry,
      step: 'when',
      commands: ['create-hold'],
      also: (_, [command]) => assert.equal(command?.type === 'create-hold' && command.key, 'key-fresh'),
    },
    {
      name: 'releases a hold that comes too late',
      given: [...ways.requested, chosen(slots[1], 'key-2')],
      when: created(),
      step: 'when',
      commands: ['release-hold'],
      holding: 'requested',
    },
    { name: 'stays without a choice to go back to', given: ways.when, when: { type: 'went-back' }, step: 'when' },
    { name: 'forgets everything when it is left', given: ways.when, when: { type: 'left' }, step: 'closed' },
  ]);
});

describe('a held time', () => {
  run([
    {
      name: 'is kept when going back',
      given: ways.who,
      when: { type: 'went-back' },
      step: 'when',
      commands: ['search'],
      holding: 'held',
    },
    {
      name: 'leads on again',
      given: [...ways.who, { type: 'went-back' }],
      when: { type: 'continued' },
      step: 'who',
      holding: 'held',
    },
    {
      name: 'leads on when it is chosen again',
      given: [...ways.who, { type: 'went-back' }],
      when: chosen(),
      step: 'who',
      holding: 'held',
    },
    {
      name: 'stays held until another one is',
      given: [...ways.who, { type: 'went-back' }],
      when: chosen(slots[1], 'key-2'),
      step: 'when',
      commands: ['create-hold'],
      holding: 'requested',
    },
    {
      name: 'is released once another one is held',
      given: [...ways.who, { type: 'went-back' }, chosen(slots[1], 'key-2')],
      when: created({ id: 'hld_2', key: 'key-2', slot: slots[1] }),
      step: 'who',
      commands: ['release-hold', 'save-pending'],
      also: (_, [command]) => assert.equal(command?.type === 'release-hold' && command.held.id, 'hld_1'),
    },
    {
      name: 'is still there when the other one was taken',
      given: [...ways.who, { type: 'went-back' }, chosen(slots[1], 'key-2')],
      when: { type: 'hold-failed', key: 'key-2', failure: taken },
      step: 'when',
      holding: 'lost',
      also: (state) =>
        assert.equal(state.step === 'when' && state.holding.status === 'lost' && state.holding.previous?.id, 'hld_1'),
    },
    {
      name: 'is renewed by typing after a minute',
      given: ways.who,
      when: type('D', noon + minute),
      step: 'who',
      commands: ['renew-hold'],
    },
    {
      name: 'is not renewed by each letter',
      given: [...ways.who, type('D', noon + minute)],
      when: type('Da', noon + minute + 1000),
      step: 'who',
    },
    {
      name: 'is renewed by an act',
      given: ways.who,
      when: { type: 'keep-asked', now: noon + 9 * minute },
      step: 'who',
      commands: ['renew-hold'],
    },
    {
      name: 'is kept longer by a renewal, also over a reload',
      given: ways.who,
      when: { type: 'hold-renewed', id: 'hld_1', deadline: noon + 20 * minute },
      step: 'who',
      commands: ['save-pending'],
    },
    {
      name: 'ends by the clock',
      given: ways.who,
      when: tick(noon + 10 * minute),
      step: 'who',
      commands: ['release-hold', 'clear-pending'],
      holding: 'lost',
    },
    {
      name: 'ends when a renewal says so',
      given: ways.who,
      when: { type: 'renewal-failed', id: 'hld_1', failure: expired },
      step: 'who',
      commands: ['release-hold', 'clear-pending'],
      holding: 'lost',
    },
    {
      name: 'outlives a renewal that got no answer',
      given: ways.who,
      when: { type: 'renewal-failed', id: 'hld_1', failure: connection },
      step: 'who',
      holding: 'held',
    },
    {
      name: 'is held again by an act',
      given: [...ways.who, tick(noon + 10 * minute)],
      when: { type: 'hold-again-asked', key: 'key-2' },
      step: 'who',
      commands: ['create-hold'],
      holding: 'requested',
    },
    {
      name: 'is released when the flow is left',
      given: ways.who,
      when: { type: 'left' },
      step: 'closed',
      commands: ['release-hold', 'clear-pending'],
    },
    {
      name: 'is released when it comes after the flow was left',
      given: [...ways.requested, { type: 'left' }],
      when: created(),
      step: 'closed',
      commands: ['release-hold'],
    },
    {
      name: 'ends quietly while another one is asked for',
      given: [...ways.who, { type: 'went-back' }, chosen(slots[1], 'key-2')],
      when: tick(noon + 10 * minute),
      step: 'when',
      commands: ['release-hold', 'clear-pending'],
      holding: 'requested',
    },
  ]);
});

describe('who', () => {
  const uncertain = [...ways.sending, failWith(connection)];
  const form = (state: BookingState) => ('form' in state ? state.form.given : undefined);
  run([
    {
      name: 'keeps what is typed',
      given: ways.who,
      when: type('Dana'),
      step: 'who',
      also: (state) => assert.equal(form(state), 'Dana'),
    },
    {
      name: 'says what is wrong',
      given: ways.who,
      when: { type: 'form-submitted', check: { ok: false, problems: { email: 'email' } } },
      step: 'who',
      also: (state) => assert.deepEqual(state.step === 'who' && state.problems, { email: 'email' }),
    },
    {
      name: 'takes a complaint back once the field is changed',
      given: [
        ...ways.who,
        { type: 'form-submitted', check: { ok: false, problems: { given: 'missing', email: 'email' } } },
      ],
      when: type('Dana'),
      step: 'who',
      also: (state) => assert.deepEqual(state.step === 'who' && state.problems, { email: 'email' }),
    },
    {
      name: 'saves that it was sent, then sends',
      given: ways.who,
      when: submit(),
      step: 'who',
      commands: ['save-pending', 'book'],
      sending: 'sending',
    },
    { name: 'sends once', given: ways.sending, when: submit(), step: 'who', sending: 'sending' },
    {
      name: 'is done',
      given: [...ways.who, type('Dana'), submit()],
      when: { type: 'booked', managed },
      step: 'appointment',
      commands: ['clear-pending', 'tell-host'],
      also: (state) => assert.equal(form(state), ''),
    },
    {
      name: 'keeps the form and offers other times when the time was taken',
      given: [...ways.who, type('Dana'), submit()],
      when: failWith(taken),
      step: 'who',
      commands: ['release-hold', 'clear-pending'],
      holding: 'lost',
      sending: 'unsent',
      also: (state) => assert.equal(form(state), 'Dana'),
    },
    {
      name: 'offers other times when the hold had ended',
      given: ways.sending,
      when: failWith(expired),
      step: 'who',
      commands: ['release-hold', 'clear-pending'],
      holding: 'lost',
    },
    {
      name: 'goes on with one of them and keeps the form',
      given: [...ways.who, type('Dana'), submit(), failWith(taken), chosen(slots[1], 'key-2')],
      when: created({ id: 'hld_2', key: 'key-2', slot: slots[1] }),
      step: 'who',
      commands: ['save-pending'],
      holding: 'held',
      also: (state) => assert.equal(form(state), 'Dana'),
    },
    {
      name: 'marks the fields that the server refused',
      given: ways.sending,
      when: failWith({ kind: 'validation', fields: ['phone'] }),
      step: 'who',
      commands: ['save-pending'],
      also: (state) => assert.deepEqual(state.step === 'who' && state.problems, { phone: 'refused' }),
    },
    {
      name: 'says when a booking was received before',
      given: ways.sending,
      when: failWith({ kind: 'already-received' }),
      step: 'who',
      commands: ['clear-pending'],
      sending: 'failed',
    },
    {
      name: 'sends nothing more after that',
      given: [...ways.sending, failWith({ kind: 'already-received' })],
      when: submit(),
      step: 'who',
    },
    {
      name: 'stays with a booking that may have arrived',
      given: uncertain,
      when: { type: 'went-back' },
      step: 'who',
      sending: 'failed',
    },
    {
      name: 'does not let its time end',
      given: uncertain,
      when: tick(noon + 60 * minute),
      step: 'who',
      holding: 'held',
    },
    {
      name: 'does not take another time for it',
      given: uncertain,
      when: chosen(slots[1], 'key-2'),
      step: 'who',
      holding: 'held',
    },
    {
      name: 'repeats it with its own key',
      given: uncertain,
      when: retry,
      step: 'who',
      commands: ['save-pending', 'book'],
      also: (_, commands) => assert.ok(commands.every((command) => 'number' in command && command.number === 1)),
    },
    {
      name: 'repeats it by itself once the browser is online again',
      given: uncertain,
      when: { type: 'came-online', key: 'key-fresh' },
      step: 'who',
      commands: ['save-pending', 'book'],
    },
    {
      name: 'sends nothing by itself that was refused',
      given: [...ways.sending, failWith({ kind: 'stopped' })],
      when: { type: 'came-online', key: 'key-fresh' },
      step: 'who',
      sending: 'failed',
    },
    {
      name: 'keeps the key even when something else is typed',
      given: uncertain,
      when: submit('Robin'),
      step: 'who',
      commands: ['save-pending', 'book'],
      also: (_, commands) => assert.ok(commands.every((command) => 'number' in command && command.number === 1)),
    },
    {
      name: 'takes a new key after a refusal',
      given: [...ways.sending, failWith({ kind: 'rate-limited' })],
      when: submit(),
      step: 'who',
      commands: ['save-pending', 'book'],
      also: (_, commands) => assert.ok(commands.every((command) => 'number' in command && command.number === 2)),
    },
    ...(['configuration', 'credential', 'status-conflict', 'stopped', 'rate-limited'] as const).map((kind): Row => ({
      name: `stays with the form and the time: ${kind}`,
      given: ways.sending,
      when: failWith({ kind }),
      step: 'who',
      commands: ['save-pending'],
      holding: 'held',
      sending: 'failed',
    })),
    {
      name: 'stays with the form and the time: server',
      given: ways.sending,
      when: failWith(server),
      step: 'who',
      holding: 'held',
      sending: 'failed',
    },
    {
      name: 'releases nothing that may be booked when it is left',
      given: ways.sending,
      when: { type: 'left' },
      step: 'closed',
    },
  ]);
});

describe('an appointment', () => {
  const moved = appointmentFixture({ start: slots[0].start, sequence: 1 });
  const past = { ...managed, appointment: appointmentFixture({ start: '2026-11-20T10:00:00Z' }) };
  const rescheduleFailed = (failure: Failure): BookingEvent => ({ type: 'reschedule-failed', failure });
  const confirmed: BookingEvent = { type: 'reschedule-confirmed', key: 'key-r' };
  const cancelConfirmed: BookingEvent = { type: 'cancel-confirmed', key: 'key-c' };
  run([
    {
      name: 'searches for the same practitioner when it is to be moved',
      given: ways.appointment,
      when: { type: 'change-asked' },
      step: 'when',
      commands: ['search'],
      also: (_, [command]) => assert.equal(command?.type === 'search' && command.replaces, managed),
    },
    { name: 'is kept when going back', given: ways.change, when: { type: 'went-back' }, step: 'appointment' },
    {
      name: 'asks once more before it is moved',
      given: [...ways.change, chosen()],
      when: created({ token: 'access-token' }),
      step: 'confirm',
    },
    {
      name: 'is moved',
      given: ways.confirm,
      when: confirmed,
      step: 'confirm',
      commands: ['reschedule'],
      sending: 'sending',
    },
    {
      name: 'shows its new time',
      given: [...ways.confirm, confirmed],
      when: { type: 'rescheduled', appointment: moved },
      step: 'appointment',
      commands: ['tell-host'],
    },
    {
      name: 'goes back to the times and keeps the hold',
      given: ways.confirm,
      when: { type: 'went-back' },
      step: 'when',
      commands: ['search'],
      holding: 'held',
    },
    {
      name: 'offers other times when the new one was taken',
      given: [...ways.confirm, confirmed],
      when: rescheduleFailed(taken),
      step: 'confirm',
      commands: ['release-hold'],
      holding: 'lost',
    },
    {
      name: 'says that moving failed',
      given: [...ways.confirm, confirmed],
      when: rescheduleFailed({ kind: 'status-conflict' }),
      step: 'confirm',
      sending: 'failed',
    },
    {
      name: 'repeats a move that may have arrived with its own key',
      given: [...ways.confirm, confirmed, rescheduleFailed(connection)],
      when: { type: 'reschedule-confirmed', key: 'key-other' },
      step: 'confirm',
      commands: ['reschedule'],
      also: (_, [command]) => assert.equal(command?.type === 'reschedule' && command.key, 'key-r'),
    },
    {
      name: 'releases the new time when the change is given up',
      given: [...ways.confirm, { type: 'went-back' }],
      when: { type: 'went-back' },
      step: 'appointment',
      commands: ['release-hold'],
    },
    {
      name: 'asks once more before it is cancelled',
      given: ways.appointment,
      when: { type: 'cancel-asked' },
      step: 'cancel',
    },
    { name: 'is kept after all', given: ways.cancel, when: { type: 'went-back' }, step: 'appointment' },
    {
      name: 'is cancelled',
      given: ways.cancel,
      when: cancelConfirmed,
      step: 'cancel',
      commands: ['cancel'],
      sending: 'sending',
    },
    {
      name: 'is shown as cancelled',
      given: [...ways.cancel, cancelConfirmed],
      when: { type: 'cancelled', appointment: appointmentFixture({ status: 'cancelled' }) },
      step: 'appointment',
      commands: ['tell-host'],
      also: (state) => assert.equal(state.step === 'appointment' && state.news, 'cancelled'),
    },
    {
      name: 'says that cancelling failed',
      given: [...ways.cancel, cancelConfirmed],
      when: { type: 'cancel-failed', failure: connection },
      step: 'cancel',
      sending: 'failed',
    },
    {
      name: 'repeats a cancellation that may have arrived with its own key',
      given: [...ways.cancel, cancelConfirmed, { type: 'cancel-failed', failure: connection }],
      when: { type: 'cancel-confirmed', key: 'key-other' },
      step: 'cancel',
      commands: ['cancel'],
      also: (_, [command]) => assert.equal(command?.type === 'cancel' && command.key, 'key-c'),
    },
    {
      name: 'cannot be changed once it is past',
      given: [opened(anySetting, 'lnk_a'), { type: 'session-opened', managed: past }],
      when: { type: 'change-asked' },
      step: 'appointment',
    },
    {
      name: 'cannot be cancelled once it is past',
      given: [opened(anySetting, 'lnk_a'), { type: 'session-opened', managed: past }],
      when: { type: 'cancel-asked' },
      step: 'appointment',
    },
    {
      name: 'gives its calendar file',
      given: ways.appointment,
      when: { type: 'calendar-asked' },
      step: 'appointment',
      commands: ['load-calendar'],
    },
    {
      name: 'offers the file when it is there',
      given: [...ways.appointment, { type: 'calendar-asked' }],
      when: { type: 'calendar-loaded', file: { fileName: 'a.ics', content: 'B' } },
      step: 'appointment',
      commands: ['offer-calendar'],
    },
    {
      name: 'tries the file again',
      given: [...ways.appointment, { type: 'calendar-asked' }, { type: 'calendar-failed', failure: server }],
      when: retry,
      step: 'appointment',
      commands: ['load-calendar'],
    },
    {
      name: 'leads to another booking',
      given: ways.appointment,
      when: { type: 'another-asked', now: noon },
      step: 'opening',
      commands: ['restore-pending', 'load-directory'],
    },
  ]);
});
