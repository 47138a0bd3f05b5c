import { backClassFixture } from '@openprm/testing';
import { knownStates } from './booking-known-states.fixture.ts';
import {
  directory,
  chosen,
  created,
  fixedSetting,
  heldTime,
  managed,
  noPending,
  noon,
  opened,
  patient,
  slots,
  ways,
} from './booking-flow.fixture.ts';
import {
  type BookingStateFixture,
  connection,
  type Expectation,
  held,
  keeping,
  loaded,
  seen,
  taken,
  tick,
  typed,
  typedForMia,
  forOther,
} from './booking-states-parts.fixture.ts';
import type { Failure } from './booking-state.ts';
import type { BookingStateName } from './booking-state-name.fixture.ts';

const failedBooking = (failure: Failure, expectation: string | Expectation) =>
  seen(
    [...ways.sending, { type: 'booking-failed', failure }],
    typeof expectation === 'string' ? { focus: 'notice', hears: expectation } : expectation,
  );

/** Who the visit is for, by step and by what can go wrong there. */
export const whoStates: Readonly<Record<Extract<BookingStateName, `who: ${string}`>, BookingStateFixture>> = {
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
    [
      opened(fixedSetting),
      { type: 'directory-loaded', directory },
      { type: 'pending-restored', held: heldTime(), number: 1, submitted: true },
    ],
    { focus: 'heading', hears: 'Your last try was interrupted.' },
  ),
  'who: failure rate-limited': failedBooking({ kind: 'rate-limited' }, 'We are getting many requests right now.'),
  'who: failure configuration': failedBooking({ kind: 'configuration' }, 'Online booking is not available here.'),
  'who: failure credential': failedBooking({ kind: 'credential' }, 'Online booking is not available here.'),
  'who: failure slot-unavailable': failedBooking({ ...taken, alternatives: [] }, { focus: 'notice', hears: '' }),
  'who: failure hold-expired': failedBooking(
    { kind: 'hold-expired', alternatives: [] },
    { focus: 'notice', hears: '' },
  ),
  'who: failure already-received': failedBooking({ kind: 'already-received' }, 'We already received your booking.'),
  'who: failure status-conflict': failedBooking({ kind: 'status-conflict' }, 'This visit could not be booked.'),
  'who: failure not-eligible': failedBooking(
    { kind: 'not-eligible', reason: 'not-new' },
    'This kind of visit is not for this patient.',
  ),
  'who: failure validation': failedBooking(
    { kind: 'validation', fields: ['phone'] },
    { focus: 'problems', hears: 'The clinic could not read some answers.' },
  ),
  'who: failure stopped': failedBooking({ kind: 'stopped' }, 'The booking was not sent.'),
  ...knownStates,
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
  'who: for somebody cared for': seen([...ways.who, ...typedForMia], { focus: null, hears: held.hears }),
  'who: for somebody cared for, answers are wrong': seen(
    [
      ...ways.who,
      forOther,
      {
        type: 'form-submitted',
        check: {
          ok: false,
          problems: { patientGiven: 'missing', patientBirthDate: 'birth-date', relationship: 'missing' },
        },
      },
    ],
    { focus: 'problems', hears: held.hears },
  ),
  'who: for somebody who was booked before': seen(
    [
      ...ways.who,
      ...typedForMia,
      { type: 'form-submitted', check: { ok: true, patient } },
      { type: 'booked', managed },
      { type: 'another-asked', now: noon },
      noPending,
      loaded(),
      chosen(slots[1], 'key-2'),
      created({ id: 'hld_2', slot: slots[1], key: 'key-2' }),
    ],
    held,
  ),
  'who: the visit is for another age': seen(
    [
      ...ways.rules,
      { type: 'times-asked' },
      chosen(),
      created({ slot: { ...slots[0], healthcareServiceId: backClassFixture.id } }),
      { type: 'form-submitted', check: { ok: false, problems: { birthDate: 'age' } } },
    ],
    { focus: 'problems', hears: held.hears },
  ),
  'who: filled in': seen([...ways.who, ...typed], { focus: null, hears: held.hears }),
  'who: the held time ends soon': seen([...ways.who, ...typed, tick(9)], {
    focus: null,
    hears: 'Your held time ends soon.',
  }),
  'who: the held time has ended': seen([...ways.who, ...typed, tick(11)], { focus: 'notice', hears: '' }),
};
