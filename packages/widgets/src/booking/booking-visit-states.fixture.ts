import { appointmentFixture, videoVisitFixture } from '@openprm/testing';
import { anySetting, managed, opened, patient, slots, ways } from './booking-flow.fixture.ts';
import {
  type BookingStateFixture,
  byLink,
  connection,
  entered,
  type Expectation,
  farAhead,
  held,
  keeping,
  noConnection,
  quiet,
  seen,
  sessionOf,
  taken,
  tick,
  typedForMia,
} from './booking-states-parts.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';
import type { Managed } from './booking-state.ts';
import type { BookingStateName } from './booking-state-name.fixture.ts';

const mia: Managed['appointment']['patient'] = {
  id: 'pat_mia',
  given: 'Mia',
  family: 'Reyes',
  birthDate: '2016-05-06',
  phone: '(555) 010-1234',
  email: 'dana@example.org',
  contact: { relationship: 'PRN', given: 'Dana', family: 'Reyes' },
};
const moved = appointmentFixture({ start: slots[2].start, end: '2026-11-26T12:00:00-06:00', sequence: 1 });
const rescheduled: readonly BookingEvent[] = [
  ...ways.confirm,
  { type: 'reschedule-confirmed', key: 'key-2' },
  { type: 'rescheduled', appointment: moved },
];
const file = { fileName: 'visit.ics', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' };

const changed: Expectation = { focus: 'notice', hears: 'This visit was changed in the meantime.' };
/** To a visit that was changed in another tab, found out by who cancels it. */
export const changedOnCancelling: readonly BookingEvent[] = [
  ...ways.cancel,
  { type: 'cancel-confirmed', key: 'key-1' },
  { type: 'cancel-failed', failure: { kind: 'status-conflict' } },
];

/** A visit that is there: as it is, to be moved, to be cancelled. */
export const visitStates: Readonly<
  Record<Extract<BookingStateName, `${'confirm' | 'appointment' | 'cancel'}: ${string}`>, BookingStateFixture>
> = {
  // The visit was changed elsewhere.
  'confirm: holding none': seen(
    [
      ...ways.confirm,
      { type: 'reschedule-confirmed', key: 'key-2' },
      { type: 'reschedule-failed', failure: { kind: 'status-conflict' } },
    ],
    changed,
  ),
  'confirm: the visit was changed elsewhere': seen(
    [
      ...ways.confirm,
      tick(11),
      { type: 'hold-again-asked', key: 'key-2' },
      { type: 'hold-failed', key: 'key-2', failure: { kind: 'status-conflict' } },
    ],
    { focus: 'notice', hears: '' },
  ),
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
  'appointment: for somebody cared for': seen(
    [
      ...ways.who,
      ...typedForMia,
      { type: 'form-submitted', check: { ok: true, patient } },
      { type: 'booked', managed: { ...managed, appointment: appointmentFixture({ patient: mia }) } },
    ],
    entered,
  ),
  'appointment: over': seen([byLink, sessionOf({ status: 'fulfilled' })], entered),
  'appointment: cancelled before': seen([byLink, sessionOf({ status: 'cancelled' })], entered),

  'appointment: far ahead': seen([byLink, farAhead], entered),

  'cancel: news none': seen(ways.cancel, entered),
  'cancel: news booked': seen([...ways.sending, { type: 'booked', managed }, { type: 'cancel-asked' }], entered),
  'cancel: news rescheduled': seen([...rescheduled, { type: 'cancel-asked' }], entered),
  'cancel: the visit was changed elsewhere': seen(changedOnCancelling, changed),
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
