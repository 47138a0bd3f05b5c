import { slotFixture, videoVisitFixture } from '@openprm/testing';
import {
  chosen,
  created,
  directory,
  fixedSetting,
  noPending,
  opened,
  slots,
  walk,
  ways,
} from './booking-flow.fixture.ts';
import { rulesStates } from './booking-rules-states.fixture.ts';
import type { BookingStateName } from './booking-state-name.fixture.ts';
import type { Failure } from './booking-state.ts';
import {
  alternatives,
  back,
  type BookingStateFixture,
  byLink,
  connection,
  entered,
  far,
  found,
  keeping,
  loaded,
  looking,
  noConnection,
  noTimes,
  quiet,
  seen,
  sessionOf,
  taken,
  tick,
} from './booking-states-parts.fixture.ts';
import { changedOnCancelling, visitStates } from './booking-visit-states.fixture.ts';
import { waitlistStates } from './booking-waitlist-states.fixture.ts';
import { whoStates } from './booking-who-states.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';

export type { BookingStateName } from './booking-state-name.fixture.ts';
export type { BookingStateFixture } from './booking-states-parts.fixture.ts';

/** What is seen while only the first times are loaded. @param done what waits for the rest, or is seen to fail without it */
const early = (
  shown: readonly BookingEvent[],
  done: readonly BookingEvent[],
  code: NonNullable<BookingStateFixture['code']>,
  hears: string,
): BookingStateFixture => ({
  events: [...shown, ...done],
  state: walk(...shown).state,
  code,
  focus: null,
  hears,
});

const failedOpening = (failure: Failure, hears: string) =>
  seen([byLink, { type: 'session-failed', failure }], { focus: 'notice', hears });

const directoryKnown: BookingEvent = { type: 'directory-loaded', directory };
const openDays = [
  { date: '2026-11-26', count: 3 },
  { date: '2026-11-27', count: 2 },
  { date: '2026-11-30', count: 14 },
];
/** The same half past one, before and after clocks are put back. */
export const twice = [
  slotFixture({ id: 'slot_first', start: '2026-11-01T01:30:00-05:00', end: '2026-11-01T02:15:00-05:00' }),
  slotFixture({ id: 'slot_again', start: '2026-11-01T01:30:00-06:00', end: '2026-11-01T02:15:00-06:00' }),
] as const;

/**
 * Every state of the booking, by name. A state that the types of the flow allow and that is not here is a type error; the test beside this file
 * fails for one that is not what its name says.
 */
export const bookingStates: Readonly<Record<BookingStateName, BookingStateFixture>> = {
  ...rulesStates,
  ...waitlistStates,
  ...whoStates,
  ...visitStates,
  closed: seen([], quiet),

  'opening: the code is awaited': early([byLink], [], 'coming', 'Loading…'),
  'opening: the code cannot be had': early([byLink], [sessionOf({})], 'unreachable', 'No connection to the clinic.'),
  'opening: purpose book': seen(ways.opening, { focus: null, hears: 'Loading…' }),
  'opening: purpose manage': seen([byLink], { focus: null, hears: 'Loading…' }),
  'opening: purpose visit': seen([...changedOnCancelling, { type: 'visit-asked' }], { focus: null, hears: 'Loading…' }),
  'opening: the visit cannot be read again': seen(
    [...changedOnCancelling, { type: 'visit-asked' }, { type: 'session-failed', failure: { kind: 'credential' } }],
    { focus: 'notice', hears: 'Your access to this visit has ended.' },
  ),
  'opening: directory idle': seen([byLink], { focus: null, hears: 'Loading…' }),
  'opening: directory loading': seen([...ways.opening, noPending], { focus: null, hears: 'Loading…' }),
  'opening: directory ready': seen([...ways.opening, directoryKnown], { focus: null, hears: 'Loading…' }),
  'opening: directory failed': seen([...ways.opening, { type: 'directory-failed', failure: connection }], noConnection),
  'opening: resumed loading': seen(ways.opening, { focus: null, hears: 'Loading…' }),
  'opening: resumed ready': seen([...ways.opening, noPending], { focus: null, hears: 'Loading…' }),
  'opening: failure connection': failedOpening(connection, 'No connection to the clinic.'),
  'opening: failure server': failedOpening({ kind: 'server', requestId: null }, 'Something went wrong at the clinic.'),
  'opening: failure rate-limited': failedOpening({ kind: 'rate-limited' }, 'We are getting many requests right now.'),
  'opening: failure configuration': failedOpening({ kind: 'configuration' }, 'Online booking is not available here.'),
  'opening: failure credential': failedOpening({ kind: 'credential' }, 'This link no longer works.'),

  'what: missing none': seen(ways.what, entered),
  'what: missing healthcare-service': seen([...ways.what, { type: 'times-asked' }], quiet),
  'what: missing location': seen(
    [
      ...ways.what,
      { type: 'service-chosen', healthcareServiceId: slots[0].healthcareServiceId },
      { type: 'times-asked' },
    ],
    quiet,
  ),
  'what: holding none': seen(
    [...ways.what, { type: 'service-chosen', healthcareServiceId: slots[0].healthcareServiceId }],
    quiet,
  ),
  'what: holding held': seen(
    [
      ...ways.what,
      { type: 'service-chosen', healthcareServiceId: slots[0].healthcareServiceId },
      { type: 'location-chosen', locationId: slots[0].locationId },
      { type: 'times-asked' },
      loaded(),
      chosen(),
      created(),
      back,
      loaded(),
      back,
    ],
    entered,
  ),
  'what: by video from one of two places': seen(
    [
      ...ways.opening,
      noPending,
      {
        type: 'directory-loaded',
        directory: {
          healthcareServices: [{ ...videoVisitFixture, locationIds: directory.locations.map(({ id }) => id) }],
          locations: directory.locations,
        },
      },
    ],
    entered,
  ),
  'what: nothing offered': seen(
    [...ways.opening, noPending, { type: 'directory-loaded', directory: { healthcareServices: [], locations: [] } }],
    entered,
  ),

  'when: bones before the rest': early([opened(fixedSetting)], [], 'coming', 'Looking for times…'),
  'when: times before the rest': early([opened(fixedSetting), loaded()], [], 'coming', ''),
  'when: a press before the rest': early([opened(fixedSetting), loaded()], [chosen()], 'coming', 'Loading…'),
  // The first press finds no connection, and so does the second.
  'when: a press whose code cannot be had': early(
    [opened(fixedSetting), loaded()],
    [chosen(), chosen()],
    'unreachable',
    'No connection to the clinic.',
  ),

  'when: availability loading': seen(ways.searching, { focus: 'heading', hears: 'Looking for times…' }),
  'when: availability ready': seen(ways.when, found),
  'when: availability failed': seen(
    [...ways.searching, { type: 'availability-failed', failure: connection }],
    noConnection,
  ),
  'when: slots loading': seen([...ways.when, { type: 'day-chosen', date: '2026-11-27' }], looking),
  'when: slots ready': seen(
    [
      ...ways.when,
      { type: 'day-chosen', date: '2026-11-27' },
      { type: 'day-loaded', date: '2026-11-27', slots: alternatives.slice(2), practitionerNames: {} },
    ],
    { focus: 'times', hears: '1 time on Friday, November 27' },
  ),
  'when: slots failed': seen(
    [
      ...ways.when,
      { type: 'day-chosen', date: '2026-11-27' },
      { type: 'day-failed', date: '2026-11-27', failure: connection },
    ],
    noConnection,
  ),
  'when: holding none': seen(ways.when, found),
  'when: holding requested': seen(ways.requested, keeping),
  'when: holding held': seen(
    [
      ...ways.who,
      back,
      loaded({
        days: [
          { date: '2026-11-26', count: 2 },
          { date: '2026-11-27', count: 2 },
        ],
        slots: slots.slice(1),
      }),
    ],
    {
      focus: null,
      hears: '2 times on Thursday, November 26',
    },
  ),
  'when: holding failed': seen([...ways.requested, { type: 'hold-failed', key: 'key-1', failure: connection }], {
    ...found,
    focus: 'notice',
  }),
  'when: the visit was changed elsewhere': seen(
    [...ways.change, chosen(), { type: 'hold-failed', key: 'key-1', failure: { kind: 'status-conflict' } }],
    { ...found, focus: 'notice' },
  ),
  'when: too many times held': seen(
    [...ways.requested, { type: 'hold-failed', key: 'key-1', failure: { kind: 'rate-limited', taken: 'for-minutes' } }],
    { ...found, focus: 'notice' },
  ),
  'when: too much of the day taken': seen(
    [...ways.requested, { type: 'hold-failed', key: 'key-1', failure: { kind: 'rate-limited', taken: 'for-hours' } }],
    { ...found, focus: 'notice' },
  ),
  'when: holding lost': seen([...ways.requested, { type: 'hold-failed', key: 'key-1', failure: taken }], {
    focus: 'notice',
    hears: '2 times on Thursday, November 26',
  }),
  'when: neither the time nor others can be had': seen(
    [
      ...ways.requested,
      { type: 'hold-failed', key: 'key-1', failure: connection },
      { type: 'period-moved', by: 1 },
      { type: 'availability-failed', failure: connection },
    ],
    { focus: 'notice', hears: 'No connection to the clinic.' },
  ),
  'when: nothing open this week': seen([...ways.searching, loaded({ ...noTimes, firstAvailable: far })], {
    focus: null,
    hears: 'No times are open this week.',
  }),
  'when: nothing open at all': seen([...ways.searching, loaded({ ...noTimes, firstAvailable: null })], {
    focus: null,
    hears: 'No times are open at the moment.',
  }),
  'when: view week': seen(ways.when, found),
  'when: view month': seen(
    [
      ...ways.when,
      { type: 'view-chosen', view: 'month', firstDayOfWeek: 7 },
      loaded({ periodStart: '2026-11-01', fromNow: false, days: openDays }),
    ],
    found,
  ),
  'when: view list': seen(
    [
      ...ways.when,
      { type: 'view-chosen', view: 'list', firstDayOfWeek: 7 },
      loaded({ slots: [...slots, ...alternatives.slice(2)], fromNow: false }),
    ],
    { focus: null, hears: '4 times' },
  ),
  'when: a booking may have arrived': seen(
    [opened(fixedSetting), { type: 'pending-absent', perhapsBooked: true }, loaded()],
    found,
  ),
  'when: the held time ends soon': seen([...ways.who, back, loaded(), tick(9)], {
    focus: null,
    hears: 'Your held time ends soon.',
  }),
  'when: a new time while another is held': seen([...ways.who, back, loaded(), chosen(slots[1], 'key-2')], keeping),
  'when: two zones': seen(
    [opened({ ...fixedSetting, viewerTimeZone: 'America/Los_Angeles' }), noPending, directoryKnown, loaded()],
    found,
  ),
  'when: the hour that comes twice': seen(
    [
      ...ways.searching,
      loaded({
        today: '2026-10-26',
        periodStart: '2026-11-01',
        days: [{ date: '2026-11-01', count: 2 }],
        date: '2026-11-01',
        slots: twice,
        firstAvailable: { slot: twice[0], date: '2026-11-01' },
      }),
    ],
    { focus: null, hears: '2 times on Sunday, November 1' },
  ),
  'when: a day far away': seen(
    [
      ...ways.when,
      { type: 'date-wanted', date: '2027-01-12', firstDayOfWeek: 7 },
      loaded({
        periodStart: '2027-01-10',
        days: [{ date: far.date, count: 1 }],
        date: far.date,
        slots: [far.slot],
        fromNow: false,
      }),
    ],
    { focus: null, hears: '1 time on Thursday, January 14' },
  ),

  'when: a visit is moved': seen(ways.change, found),
  'when: a list that was cut': seen(
    [
      ...ways.when,
      { type: 'view-chosen', view: 'list', firstDayOfWeek: 7 },
      loaded({ slots: [...slots, ...alternatives.slice(2)], fromNow: false, isCut: true }),
    ],
    {
      focus: null,
      hears: '4 times. This week has more times than a list can hold. The list ends on Friday, November 27.',
    },
  ),
};
