import { appointmentFixture, slotFixture, videoVisitFixture } from '@openprm/testing';
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
  noPending,
  noon,
  opened,
  slots,
  walk,
  ways,
} from './booking-flow.fixture.ts';
import type { BookingStateName } from './booking-state-name.fixture.ts';
import type { Availability, BookingEvent, BookingState, Failure, Managed } from './booking-state.ts';

export type { BookingStateName } from './booking-state-name.fixture.ts';

/** One state of the booking, with the way to it. */
export interface BookingStateFixture {
  /** From the closed element to the state: only what the flow can reach is listed. */
  readonly events: readonly BookingEvent[];
  readonly state: BookingState;
  /** What has the focus after the last event when a person is at work: null where it stays where it was. */
  readonly focus: 'heading' | 'notice' | 'problems' | 'times' | null;
  /** What the live region says after the last event, in English. */
  readonly hears: string;
}

type Expectation = Pick<BookingStateFixture, 'focus' | 'hears'>;

const seen = (events: readonly BookingEvent[], { focus, hears }: Expectation): BookingStateFixture => ({
  events,
  state: walk(...events).state,
  focus,
  hears,
});

const quiet: Expectation = { focus: null, hears: '' };
const entered: Expectation = { focus: 'heading', hears: '' };
const held: Expectation = { focus: 'heading', hears: 'Your time is held for you. It stays yours while you type.' };
const keeping: Expectation = { focus: null, hears: 'Keeping this time for you…' };
const looking: Expectation = { focus: null, hears: 'Looking for times…' };
const found: Expectation = { focus: null, hears: '3 times on Thursday, November 26' };
const noConnection: Expectation = { focus: 'notice', hears: 'No connection to the clinic.' };

const connection: Failure = { kind: 'connection' };
const alternatives = [slots[1], slots[2], slotFixture({ id: 'slot_fri', start: '2026-11-27T09:00:00-06:00' })];
const taken: Failure = { kind: 'slot-unavailable', alternatives };
const back: BookingEvent = { type: 'went-back' };
const tick = (minutes: number): BookingEvent => ({ type: 'ticked', now: noon + minutes * minute });
const loaded = (changes: Partial<Availability> = {}): BookingEvent => ({
  type: 'availability-loaded',
  availability: { ...availability, ...changes },
});
const typed: readonly BookingEvent[] = Object.entries({
  given: 'Dana',
  family: 'Reyes',
  phone: '(555) 010-1234',
  birthDate: '03/14/1988',
  email: 'dana@example.org',
} as const).map(([field, value]) => ({
  type: 'field-changed',
  field: field as 'given' | 'family' | 'phone' | 'birthDate' | 'email',
  value,
  now: noon,
}));

const byLink = opened(anySetting, 'lnk_secret');
const sessionOf = (changes: Partial<Managed['appointment']>): BookingEvent => ({
  type: 'session-opened',
  managed: { ...managed, appointment: appointmentFixture(changes) },
});
const moved = appointmentFixture({ start: slots[2].start, end: '2026-11-26T12:00:00-06:00', sequence: 1 });
const rescheduled: readonly BookingEvent[] = [
  ...ways.confirm,
  { type: 'reschedule-confirmed', key: 'key-2' },
  { type: 'rescheduled', appointment: moved },
];
const file = { fileName: 'visit.ics', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' };

const failedOpening = (failure: Failure, hears: string) =>
  seen([byLink, { type: 'session-failed', failure }], { focus: 'notice', hears });

const failedBooking = (failure: Failure, expectation: string | Expectation) =>
  seen(
    [...ways.sending, { type: 'booking-failed', failure }],
    typeof expectation === 'string' ? { focus: 'notice', hears: expectation } : expectation,
  );

const directoryKnown: BookingEvent = { type: 'directory-loaded', directory };
const openDays = [
  { date: '2026-11-24', count: 14 },
  { date: '2026-11-26', count: 3 },
  { date: '2026-11-27', count: 2 },
  { date: '2026-11-30', count: 9 },
];
const noTimes = { days: [], date: null, slots: [] } as const;
const far = { slot: slotFixture({ id: 'slot_far', start: '2027-01-14T10:00:00-06:00' }), date: '2027-01-14' };

/**
 * Every state of the booking, by name. A state that the types of the flow allow and that is not here is a type error; the test beside this file
 * fails for one that is not what its name says.
 */
export const bookingStates: Readonly<Record<BookingStateName, BookingStateFixture>> = {
  closed: seen([], quiet),

  'opening: purpose book': seen(ways.opening, { focus: null, hears: 'Loading…' }),
  'opening: purpose manage': seen([byLink], { focus: null, hears: 'Loading…' }),
  'opening: directory idle': seen([byLink], { focus: null, hears: 'Loading…' }),
  'opening: directory loading': seen([...ways.opening, noPending], { focus: null, hears: 'Loading…' }),
  'opening: directory ready': seen([...ways.opening, directoryKnown], { focus: null, hears: 'Loading…' }),
  'opening: directory failed': seen([...ways.opening, { type: 'directory-failed', failure: connection }], noConnection),
  'opening: resumed loading': seen(ways.opening, { focus: null, hears: 'Loading…' }),
  'opening: resumed ready': seen([...ways.opening, noPending], { focus: null, hears: 'Loading…' }),
  'opening: failure connection': failedOpening(connection, 'No connection to the clinic.'),
  'opening: failure server': failedOpening({ kind: 'server', requestId: null }, 'Something went wrong at the clinic.'),
  'opening: failure rate-limited': failedOpening({ kind: 'rate-limited' }, 'That was a little too fast.'),
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
  'what: nothing offered': seen(
    [...ways.opening, noPending, { type: 'directory-loaded', directory: { healthcareServices: [], locations: [] } }],
    entered,
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
  'when: holding held': seen([...ways.who, back, loaded({ slots: slots.slice(1) })], {
    focus: null,
    hears: '2 times on Thursday, November 26',
  }),
  'when: holding failed': seen([...ways.requested, { type: 'hold-failed', key: 'key-1', failure: connection }], {
    ...found,
    focus: 'notice',
  }),
  'when: holding lost': seen([...ways.requested, { type: 'hold-failed', key: 'key-1', failure: taken }], {
    ...found,
    focus: 'notice',
  }),
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
      { type: 'period-chosen', view: 'month', periodStart: '2026-11-01' },
      loaded({ periodStart: '2026-11-01', fromNow: false, days: openDays }),
    ],
    found,
  ),
  'when: view list': seen(
    [
      ...ways.when,
      { type: 'period-chosen', view: 'list', periodStart: '2026-11-22' },
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
        slots: [
          slotFixture({ id: 'slot_first', start: '2026-11-01T01:30:00-05:00', end: '2026-11-01T02:15:00-05:00' }),
          slotFixture({ id: 'slot_again', start: '2026-11-01T01:30:00-06:00', end: '2026-11-01T02:15:00-06:00' }),
        ],
      }),
    ],
    { focus: null, hears: '2 times on Sunday, November 1' },
  ),
  'when: a day far away': seen(
    [
      ...ways.when,
      { type: 'period-chosen', view: 'week', periodStart: '2027-01-10' },
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

  'who: holding held': seen(ways.who, held),
  'who: holding requested': seen(
    [...ways.sending, { type: 'booking-failed', failure: taken }, chosen(slots[1], 'key-2')],
    keeping,
  ),
  'who: holding failed': seen(
    [
      ...ways.sending,
      { type: 'booking-failed', failure: taken },
      chosen(slots[1], 'key-2'),
      { type: 'hold-failed', key: 'key-2', failure: connection },
    ],
    { focus: 'notice', hears: '' },
  ),
  'who: holding lost': seen([...ways.sending, { type: 'booking-failed', failure: taken }], {
    focus: 'notice',
    hears: '',
  }),
  'who: sending unsent': seen(ways.who, held),
  'who: sending sending': seen(ways.sending, { focus: null, hears: 'Booking…' }),
  'who: sending failed': failedBooking(connection, 'No connection to the clinic.'),
  'who: failure connection': failedBooking(connection, 'No connection to the clinic.'),
  'who: failure server': failedBooking({ kind: 'server', requestId: 'req_1' }, 'Something went wrong at the clinic.'),
  'who: failure interrupted': seen(
    [opened(fixedSetting), directoryKnown, { type: 'pending-restored', held: heldTime(), number: 1, submitted: true }],
    { focus: 'heading', hears: 'Your last try was interrupted.' },
  ),
  'who: failure rate-limited': failedBooking({ kind: 'rate-limited' }, 'That was a little too fast.'),
  'who: failure configuration': failedBooking({ kind: 'configuration' }, 'Online booking is not available here.'),
  'who: failure credential': failedBooking({ kind: 'credential' }, 'This link no longer works.'),
  'who: failure slot-unavailable': failedBooking({ ...taken, alternatives: [] }, { focus: 'notice', hears: '' }),
  'who: failure hold-expired': failedBooking(
    { kind: 'hold-expired', alternatives: [] },
    { focus: 'notice', hears: '' },
  ),
  'who: failure already-received': failedBooking({ kind: 'already-received' }, 'We already received your booking.'),
  'who: failure status-conflict': failedBooking({ kind: 'status-conflict' }, 'This visit was changed in the meantime.'),
  'who: failure validation': failedBooking(
    { kind: 'validation', fields: ['phone'] },
    { focus: 'problems', hears: 'The clinic could not read some answers.' },
  ),
  'who: failure stopped': failedBooking({ kind: 'stopped' }, 'The booking was not sent.'),
  'who: answers are wrong': seen(
    [
      ...ways.who,
      ...typed.slice(0, 2),
      {
        type: 'form-submitted',
        check: { ok: false, problems: { phone: 'phone', birthDate: 'missing', email: 'email' } },
      },
    ],
    { focus: 'problems', hears: held.hears },
  ),
  'who: filled in': seen([...ways.who, ...typed], { focus: null, hears: held.hears }),
  'who: the held time ends soon': seen([...ways.who, ...typed, tick(9)], {
    focus: null,
    hears: 'Your held time ends soon.',
  }),
  'who: the held time has ended': seen([...ways.who, ...typed, tick(11)], { focus: 'notice', hears: '' }),

  'confirm: holding held': seen(ways.confirm, held),
  'confirm: holding requested': seen([...ways.confirm, tick(11), { type: 'hold-again-asked', key: 'key-2' }], keeping),
  'confirm: holding failed': seen(
    [
      ...ways.confirm,
      tick(11),
      { type: 'hold-again-asked', key: 'key-2' },
      { type: 'hold-failed', key: 'key-2', failure: connection },
    ],
    { focus: 'notice', hears: '' },
  ),
  'confirm: holding lost': seen(
    [...ways.confirm, { type: 'reschedule-confirmed', key: 'key-2' }, { type: 'reschedule-failed', failure: taken }],
    { focus: 'notice', hears: '' },
  ),
  'confirm: sending unsent': seen(ways.confirm, held),
  'confirm: sending sending': seen([...ways.confirm, { type: 'reschedule-confirmed', key: 'key-2' }], {
    focus: null,
    hears: 'Moving your visit…',
  }),
  'confirm: sending failed': seen(
    [
      ...ways.confirm,
      { type: 'reschedule-confirmed', key: 'key-2' },
      { type: 'reschedule-failed', failure: connection },
    ],
    noConnection,
  ),
  'confirm: the held time has ended': seen([...ways.confirm, tick(11)], { focus: 'notice', hears: '' }),

  'appointment: news none': seen(ways.appointment, entered),
  'appointment: news booked': seen([...ways.sending, { type: 'booked', managed }], entered),
  'appointment: news rescheduled': seen(rescheduled, entered),
  'appointment: news cancelled': seen(
    [
      ...ways.cancel,
      { type: 'cancel-confirmed', key: 'key-1' },
      { type: 'cancelled', appointment: appointmentFixture({ status: 'cancelled' }) },
    ],
    entered,
  ),
  'appointment: calendarFile idle': seen(ways.appointment, entered),
  'appointment: calendarFile loading': seen([...ways.appointment, { type: 'calendar-asked' }], quiet),
  'appointment: calendarFile ready': seen(
    [...ways.appointment, { type: 'calendar-asked' }, { type: 'calendar-loaded', file }],
    quiet,
  ),
  'appointment: calendarFile failed': seen(
    [...ways.appointment, { type: 'calendar-asked' }, { type: 'calendar-failed', failure: connection }],
    { focus: 'notice', hears: '' },
  ),
  'appointment: by video, in two zones': seen(
    [
      opened({ ...anySetting, viewerTimeZone: 'America/Los_Angeles' }, 'lnk_secret'),
      sessionOf({ mode: 'telehealth', healthcareServiceId: videoVisitFixture.id }),
    ],
    entered,
  ),
  'appointment: over': seen([byLink, sessionOf({ status: 'fulfilled' })], entered),
  'appointment: cancelled before': seen([byLink, sessionOf({ status: 'cancelled' })], entered),

  'cancel: news none': seen(ways.cancel, entered),
  'cancel: news booked': seen([...ways.sending, { type: 'booked', managed }, { type: 'cancel-asked' }], entered),
  'cancel: news rescheduled': seen([...rescheduled, { type: 'cancel-asked' }], entered),
  'cancel: sending unsent': seen(ways.cancel, entered),
  'cancel: sending sending': seen([...ways.cancel, { type: 'cancel-confirmed', key: 'key-1' }], {
    focus: null,
    hears: 'Cancelling…',
  }),
  'cancel: sending failed': seen(
    [...ways.cancel, { type: 'cancel-confirmed', key: 'key-1' }, { type: 'cancel-failed', failure: connection }],
    noConnection,
  ),
};
