import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HealthcareService } from '@openprm/sdk';
import {
  appointmentFixture,
  backClassFixture,
  followUpFixture,
  newPatientFixture,
  riversideFixture,
} from '@openprm/testing';
import {
  applied,
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
  ruledAvailability,
  ruledSetting,
  singleDirectory,
  slots,
  walk,
  ways,
} from './booking-flow.fixture.ts';
import type { BookingState, Failure } from './booking-state.ts';
import type { BookingCommand, BookingEvent } from './events-and-commands.ts';
import { stopsOf } from './flow/rules-flow.ts';

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
      name: 'needs no directory when the host fixed service and place: the times come first, and say what and where',
      given: [],
      when: opened(fixedSetting),
      step: 'when',
      commands: ['search', 'restore-pending'],
    },
    {
      name: 'finds out what was interrupted after the times were shown',
      given: ways.when,
      when: { type: 'pending-restored', held: heldTime(), number: 2, submitted: true },
      step: 'who',
      commands: [],
      also: (state) => {
        assert.ok(state.step === 'who' && state.sending.status === 'failed');
        assert.deepEqual([state.sending.failure.kind, state.sending.attempt.number], ['interrupted', 2]);
      },
    },
    {
      name: 'keeps the interrupted time for somebody who looks for other times already, and leads them nowhere',
      given: [...ways.when, { type: 'view-chosen', view: 'month', firstDayOfWeek: 7 }],
      when: { type: 'pending-restored', held: heldTime(), number: 1, submitted: false },
      step: 'when',
      holding: 'held',
      commands: [],
    },
    {
      name: 'says to somebody who looks for other times already that what they sent may have arrived',
      given: [...ways.when, { type: 'day-chosen', date: '2026-11-27' }],
      when: submitted,
      step: 'when',
      holding: 'none',
      commands: ['release-hold'],
      also: (state) => assert.ok(state.step === 'when' && state.perhapsBooked),
    },
    {
      name: 'asks what and where for a form that is resumed before the times came',
      given: ways.searching,
      when: { type: 'pending-restored', held: heldTime(), number: 1, submitted: false },
      step: 'who',
      commands: ['load-directory'],
    },
    {
      name: 'lets go of what was interrupted when the person has chosen anew, and says that it may have arrived',
      given: ways.requested,
      when: { type: 'pending-restored', held: heldTime({ id: 'hld_old' }), number: 1, submitted: true },
      step: 'when',
      commands: ['release-hold'],
      also: (state) =>
        assert.deepEqual(state.step === 'when' && [state.perhapsBooked, state.holding.status], [true, 'requested']),
    },
    {
      name: 'asks again in the own zone when the answer says that the visit is by video',
      given: ways.searching,
      when: {
        type: 'availability-loaded',
        availability: {
          ...availability,
          directory: { ...directory, healthcareServices: [{ ...newPatientFixture, mode: 'telehealth' }] },
        },
      },
      step: 'when',
      commands: ['search'],
      also: (state) => assert.equal(state.step === 'when' && state.calendar.availability.status, 'loading'),
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
      name: 'says that the search failed, and asks for the number to call',
      given: ways.searching,
      when: { type: 'availability-failed', failure: connection },
      step: 'when',
      commands: ['load-directory'],
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
      when: { type: 'period-moved', by: 1 },
      step: 'when',
      commands: ['search'],
      also: (state) => assert.equal(state.step === 'when' && state.calendar.shown, availability),
    },
    {
      name: 'shows the month of the chosen day, with that day',
      given: ways.when,
      when: { type: 'view-chosen', view: 'month', firstDayOfWeek: 7 },
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
        { type: 'view-chosen', view: 'list', firstDayOfWeek: 7 },
      ],
      when: { type: 'availability-loaded', availability },
      step: 'when',
      commands: [],
    },
    {
      name: 'comes back to the month that a time was chosen in',
      given: [
        ...ways.when,
        { type: 'view-chosen', view: 'month', firstDayOfWeek: 7 },
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
      name: 'offers a taken time no more: not in the list, the count or the first place',
      given: ways.requested,
      when: { type: 'hold-failed', key: 'key-1', failure: taken },
      step: 'when',
      also: (state) => {
        assert.ok(state.step === 'when' && state.calendar.slots.status === 'ready');
        const { slots: left, first, shown } = state.calendar;
        assert.deepEqual([left.value.map(({ id }) => id), first?.slot.id], [['slot_1030', 'slot_1115'], 'slot_1030']);
        assert.deepEqual([shown?.days[0]?.count, shown?.firstAvailable?.slot.id], [2, 'slot_1030']);
      },
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
      name: 'asks for one time only, however often somebody presses before it is held',
      given: ways.requested,
      when: chosen(slots[0], 'key-2'),
      step: 'when',
      holding: 'requested',
    },
    {
      name: 'releases a hold that comes when nobody waits for it any more',
      given: [opened(anySetting), noPending, { type: 'directory-loaded', directory }],
      when: created(),
      step: 'what',
      commands: ['release-hold'],
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
      name: 'is over, and not given back, when another page went on with it',
      given: ways.who,
      when: { type: 'hold-taken-over', id: 'hld_1' },
      step: 'who',
      holding: 'lost',
    },
    {
      name: 'stays when another hold was gone on with',
      given: ways.who,
      when: { type: 'hold-taken-over', id: 'hld_0' },
      step: 'who',
      holding: 'held',
    },
    {
      name: 'stays while it may be booked already',
      given: ways.sending,
      when: { type: 'hold-taken-over', id: 'hld_1' },
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
      also: (state) => assert.equal(form(state), 'Dana'),
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
      name: 'looks at other times after that, for another visit, and keeps the form',
      given: [...ways.who, type('Dana'), submit(), failWith({ kind: 'already-received' })],
      when: { type: 'another-asked', now: noon },
      step: 'when',
      commands: ['search'],
      holding: 'none',
      also: (state) => assert.equal(form(state), 'Dana'),
    },
    {
      name: 'knows of no other visit before it is sent',
      given: ways.who,
      when: { type: 'another-asked', now: noon },
      step: 'who',
      holding: 'held',
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
    ...(['configuration', 'credential', 'stopped', 'rate-limited'] as const).map((kind): Row => ({
      name: `keeps the key where a repeat was turned away, which tells nothing of what may have arrived: ${kind}`,
      given: [...uncertain, submit(), failWith({ kind })],
      when: submit(),
      step: 'who',
      commands: ['save-pending', 'book'],
      also: (_, commands) => assert.ok(commands.every((command) => 'number' in command && command.number === 1)),
    })),
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
      name: 'gives the new time back when the visit was changed elsewhere',
      given: [...ways.confirm, confirmed],
      when: rescheduleFailed({ kind: 'status-conflict' }),
      step: 'confirm',
      commands: ['release-hold'],
      holding: 'none',
      sending: 'failed',
    },
    {
      name: 'moves nothing that was changed elsewhere',
      given: [...ways.confirm, confirmed, rescheduleFailed({ kind: 'status-conflict' })],
      when: { type: 'reschedule-confirmed', key: 'key-other' },
      step: 'confirm',
      commands: [],
    },
    {
      name: 'reads the visit again, which was changed elsewhere',
      given: [...ways.confirm, confirmed, rescheduleFailed({ kind: 'status-conflict' })],
      when: { type: 'visit-asked' },
      step: 'opening',
      commands: ['load-visit'],
    },
    {
      name: 'shows the visit as it is now',
      given: [
        ...ways.confirm,
        confirmed,
        rescheduleFailed({ kind: 'status-conflict' }),
        { type: 'visit-asked' },
        { type: 'session-failed', failure: connection },
        { type: 'retry-asked', key: 'key-other' },
      ],
      when: { type: 'session-opened', managed },
      step: 'appointment',
      commands: [],
    },
    {
      name: 'reads the visit again where no time can be held for it',
      given: [...ways.change, chosen(), { type: 'hold-failed', key: 'key-1', failure: { kind: 'status-conflict' } }],
      when: { type: 'visit-asked' },
      step: 'opening',
      commands: ['load-visit'],
    },
    {
      name: 'reads nothing again that nothing is said against',
      given: ways.confirm,
      when: { type: 'visit-asked' },
      step: 'confirm',
      commands: [],
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
      name: 'leads to another booking for the same people, who type nothing twice',
      given: [...ways.who, type('Dana'), submit(), { type: 'booked', managed }],
      when: { type: 'another-asked', now: noon },
      step: 'when',
      holding: 'none',
      commands: ['search', 'restore-pending'],
      also: (state) => assert.ok('form' in state && state.form.given === 'Dana'),
    },
    {
      name: 'forgets who was booked when the page is left',
      given: [...ways.who, type('Dana'), submit(), { type: 'booked', managed }],
      when: { type: 'left' },
      step: 'closed',
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

describe('the rules of a visit', () => {
  const withRules: BookingEvent = {
    type: 'directory-loaded',
    directory: { ...directory, healthcareServices: [newPatientFixture, backClassFixture] },
  };
  const chooseClass: readonly BookingEvent[] = [
    opened(anySetting),
    noPending,
    withRules,
    { type: 'service-chosen', healthcareServiceId: backClassFixture.id },
    { type: 'times-asked' },
  ];
  const asked: BookingEvent = { type: 'times-asked' };
  const ruledBy = (eligibility: HealthcareService['eligibility']): BookingEvent => ({
    type: 'availability-loaded',
    availability: {
      ...ruledAvailability,
      directory: {
        ...ruledAvailability.directory,
        healthcareServices: [{ ...backClassFixture, eligibility, referralMethod: [], redFlags: [] }],
      },
    },
  });

  run([
    {
      name: 'come before the times that the host fixed, as soon as they are known',
      given: ways.rules.slice(0, 2),
      when: ways.rules[2],
      step: 'rules',
    },
    {
      name: 'come before the times that somebody chose, which are looked for meanwhile',
      given: chooseClass.slice(0, 4),
      when: asked,
      step: 'rules',
      commands: ['search'],
    },
    {
      name: 'cost nothing where a visit has none',
      given: [
        opened(anySetting),
        noPending,
        withRules,
        { type: 'service-chosen', healthcareServiceId: newPatientFixture.id },
        { type: 'location-chosen', locationId: riversideFixture.id },
      ],
      when: asked,
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'lead to the times by one act where none applies',
      given: ways.rules,
      when: asked,
      step: 'when',
      holding: 'none',
    },
    {
      name: 'lead nowhere with a line that applies',
      given: [...ways.rules, applied('flag-2')],
      when: asked,
      step: 'rules',
      also: (state) => assert.deepEqual(state.step === 'rules' && stopsOf(state), ['clinic']),
    },
    {
      name: 'lead nowhere as long as any line applies',
      given: [...ways.rules, applied('seen'), applied('flag-0'), applied('flag-1'), applied('flag-1', false)],
      when: asked,
      step: 'rules',
      also: (state) => assert.deepEqual(state.step === 'rules' && stopsOf(state), ['emergency', 'seen']),
    },
    {
      name: 'lead on once that line is taken back',
      given: [...ways.rules, applied('referral'), asked, applied('referral', false)],
      when: asked,
      step: 'when',
    },
    {
      name: 'keep what applies while the times come',
      given: [...chooseClass, applied('flag-0')],
      when: { type: 'availability-loaded', availability },
      step: 'rules',
      also: (state) => assert.deepEqual(state.step === 'rules' && state.applying, ['flag-0']),
    },
    {
      name: 'forget what applied once they are passed',
      given: [...ways.rules, applied('age'), applied('age', false)],
      when: asked,
      step: 'when',
      also: (state) => assert.ok(!JSON.stringify(state).includes('applying')),
    },
    {
      name: 'are not shown where a visit has words for others and no condition',
      given: [opened(ruledSetting), noPending],
      when: ruledBy({ patients: null, minimumAge: null, maximumAge: null, comment: 'Ask us.' }),
      step: 'when',
    },
    {
      name: 'are not shown where this version does not know the only condition',
      given: [opened(ruledSetting), noPending],
      when: ruledBy({ patients: 'unknown', minimumAge: null, maximumAge: null, comment: null }),
      step: 'when',
    },
    { name: 'go back to the choice', given: chooseClass, when: { type: 'went-back' }, step: 'what' },
    {
      name: 'are not asked again for the same visit',
      given: [...ways.rules, asked, chosen(), created()],
      when: { type: 'went-back' },
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'are asked again for another visit, which may be for somebody else',
      given: [
        ...ways.rules,
        asked,
        chosen(),
        created(),
        submit(),
        { type: 'booked', managed },
        { type: 'another-asked', now: noon },
      ],
      when: ways.rules[2],
      step: 'rules',
    },
    {
      name: 'keep nobody from the time that they had before the page was loaded anew',
      given: ways.rules,
      when: submitted,
      step: 'who',
    },
    {
      name: 'are not asked of who moves a visit',
      given: [
        opened(anySetting, 'lnk_a'),
        {
          type: 'session-opened',
          managed: { ...managed, appointment: appointmentFixture({ healthcareServiceId: backClassFixture.id }) },
        },
      ],
      when: { type: 'change-asked' },
      step: 'when',
      commands: ['search'],
    },
    {
      name: 'are said again when the server refuses by them, and the time stays',
      given: ways.sending,
      when: failWith({ kind: 'not-eligible', reason: 'too-young' }),
      step: 'who',
      holding: 'held',
      sending: 'failed',
      commands: ['save-pending'],
    },
  ]);
});

describe('for whom', () => {
  const whom = (of: 'self' | 'other' | number): BookingEvent => ({ type: 'whom-chosen', whom: of, now: noon });
  const write = (field: 'patientGiven' | 'given' | 'relationship', value: string): BookingEvent => ({
    type: 'field-changed',
    field,
    value,
    now: noon,
  });
  const mia: readonly BookingEvent[] = [whom('other'), write('patientGiven', 'Mia'), write('relationship', 'PRN')];
  const bookedMia: readonly BookingEvent[] = [
    ...ways.who,
    write('given', 'Dana'),
    ...mia,
    submit(),
    { type: 'booked', managed },
    { type: 'another-asked', now: noon },
    { type: 'availability-loaded', availability },
    chosen(slots[1], 'key-2'),
    created({ id: 'hld_2', slot: slots[1], key: 'key-2' }),
  ];
  const of = (state: BookingState) =>
    'form' in state ? [state.form.whom, state.form.given, state.form.patientGiven, state.form.relationship] : [];
  const is = (...expected: readonly unknown[]) => ({
    also: (state: BookingState) => assert.deepEqual(of(state), expected),
  });

  run([
    {
      name: 'is oneself first',
      given: ways.requested,
      when: created(),
      step: 'who',
      commands: ['save-pending'],
      ...is('self', '', '', ''),
    },
    {
      name: 'keeps what was typed of who books, and of the patient when they look at the other form',
      given: [...ways.who, write('given', 'Dana'), ...mia, whom('self')],
      when: whom('other'),
      step: 'who',
      ...is('other', 'Dana', 'Mia', 'PRN'),
    },
    {
      name: 'is somebody in their care again after a booking, with nothing to type',
      given: bookedMia.slice(0, -1),
      when: bookedMia[bookedMia.length - 1] ?? noPending,
      step: 'who',
      commands: ['save-pending'],
      ...is(0, 'Dana', 'Mia', 'PRN'),
    },
    {
      name: 'is somebody else in their care, who is asked for anew',
      given: bookedMia,
      when: whom('other'),
      step: 'who',
      ...is('other', 'Dana', '', ''),
    },
    {
      name: 'is the first one again',
      given: [...bookedMia, whom('other')],
      when: whom(0),
      step: 'who',
      ...is(0, 'Dana', 'Mia', 'PRN'),
    },
    {
      name: 'is oneself the second time',
      given: bookedMia,
      when: whom('self'),
      step: 'who',
      ...is('self', 'Dana', 'Mia', 'PRN'),
    },
    {
      name: 'is nobody who was never booked',
      given: bookedMia,
      when: whom(7),
      step: 'who',
      ...is(0, 'Dana', 'Mia', 'PRN'),
    },
    {
      name: 'stays while the booking is on its way',
      given: ways.sending,
      when: whom('other'),
      step: 'who',
      ...is('self', '', '', ''),
    },
  ]);
});
