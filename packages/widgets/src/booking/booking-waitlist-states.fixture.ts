import type { WaitlistEntry } from '@openprm/sdk';
import { waitlistEntryFixture, waitlistOfferFixture } from '@openprm/testing';
import { anySetting, minute, noon, opened, patient, ways } from './booking-flow.fixture.ts';
import type { BookingStateName } from './booking-state-name.fixture.ts';
import type { Failure } from './booking-state.ts';
import {
  alternatives,
  type BookingStateFixture,
  byLink,
  connection,
  entered,
  type Expectation,
  farAhead,
  loaded,
  noConnection,
  noTimes,
  quiet,
  seen,
  typed,
} from './booking-states-parts.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';

const submitted: BookingEvent = {
  type: 'waitlist-submitted',
  check: { ok: true, patient },
  today: '2026-11-23',
  key: 'key-1',
};
const fromHeld: readonly BookingEvent[] = [...ways.who, { type: 'went-back' }, { type: 'waitlist-asked' }];
const free: BookingEvent = { type: 'free-times-changed', freeTimes: { days: ['mon', 'tue'], parts: ['morning'] } };
const failedJoining = (failure: Failure, expectation: Expectation) =>
  seen([...ways.waitlist, submitted, { type: 'waitlist-failed', failure }], expectation);
const waitsBy = (entry: Partial<WaitlistEntry> = {}): readonly BookingEvent[] => [
  opened({ ...anySetting, canBook: false }, 'wll_secret'),
  { type: 'waitlist-opened', link: 'wll_secret', entry: waitlistEntryFixture(entry) },
];
const offered = waitsBy({ offer: waitlistOfferFixture() });
const act = (which: 'accept' | 'decline' | 'leave' | 'correct'): BookingEvent => ({
  type: 'waiting-act',
  act: which,
  slotId: null,
  key: 'key-1',
});
const justJoined: readonly BookingEvent[] = [
  ...ways.waitlist,
  ...typed,
  submitted,
  { type: 'waitlist-joined', entry: waitlistEntryFixture(), undo: 'undo_secret' },
];
const leaving: BookingEvent = { type: 'leave-asked' };
const tooLate: readonly BookingEvent[] = [
  ...offered,
  act('accept'),
  { type: 'waitlist-failed', failure: { kind: 'hold-expired', alternatives } },
];
const earlier: readonly BookingEvent[] = [byLink, farAhead, { type: 'earlier-asked', key: 'key-1' }];
const waitsForEarlier = waitlistEntryFixture({ replacesAppointmentId: 'apt_fixture', availableTime: [] });

type Name = Extract<BookingStateName, `${'waitlist' | 'waiting'}: ${string}`>;

/** Who asks to wait, and who waits. */
export const waitlistStates: Readonly<Record<Name, BookingStateFixture>> = {
  'waitlist: holding none': seen(ways.waitlist, entered),
  'waitlist: holding held': seen(fromHeld, entered),
  'waitlist: holding lost': seen([...fromHeld, { type: 'ticked', now: noon + 11 * minute }], quiet),
  'waitlist: the held time ends soon': seen([...fromHeld, { type: 'ticked', now: noon + 9 * minute }], {
    focus: null,
    hears: 'Your held time ends soon.',
  }),
  'waitlist: sending unsent': seen(ways.waitlist, entered),
  'waitlist: sending sending': seen([...ways.waitlist, free, submitted], {
    focus: null,
    hears: 'Joining the waitlist…',
  }),
  'waitlist: sending failed': failedJoining(connection, noConnection),
  'waitlist: joined before': failedJoining(
    { kind: 'already-received' },
    { focus: 'notice', hears: 'We already received this: you are on the waitlist.' },
  ),
  'waitlist: failure validation': failedJoining(
    { kind: 'validation', fields: ['phone'] },
    { focus: 'problems', hears: 'The clinic could not read some answers.' },
  ),
  'waitlist: wrongDates none': seen(ways.waitlist, entered),
  'waitlist: wrongDates past': seen(
    [...ways.waitlist, { type: 'free-times-changed', freeTimes: { until: '2026-11-01' } }, submitted],
    { focus: 'problems', hears: '' },
  ),
  'waitlist: wrongDates order': seen(
    [
      ...ways.waitlist,
      { type: 'free-times-changed', freeTimes: { from: '2026-12-10', until: '2026-12-01' } },
      submitted,
    ],
    { focus: 'problems', hears: '' },
  ),
  'waitlist: nothing open': seen(
    [...ways.searching, loaded({ ...noTimes, firstAvailable: null }), { type: 'waitlist-asked' }],
    entered,
  ),
  'waitlist: filled in': seen([...ways.waitlist, free, ...typed], quiet),
  'waitlist: answers are wrong': seen(
    [
      ...ways.waitlist,
      ...typed.slice(0, 2),
      { ...submitted, check: { ok: false, problems: { phone: 'phone', birthDate: 'missing', email: 'email' } } },
    ],
    { focus: 'problems', hears: '' },
  ),
  'waitlist: for a visit that may be earlier': seen([...ways.change, { type: 'waitlist-asked' }], entered),

  'waiting: entry waitlist': seen(waitsBy(), entered),
  'waiting: entry booked': seen(waitsBy({ status: 'booked', appointmentId: 'apt_fixture' }), entered),
  'waiting: entry cancelled': seen(waitsBy({ status: 'cancelled' }), entered),
  'waiting: entry unknown': seen(waitsBy({ status: 'unknown' }), entered),
  'waiting: news none': seen(waitsBy(), entered),
  'waiting: news joined': seen(
    [...ways.waitlist, submitted, { type: 'waitlist-joined', entry: waitlistEntryFixture() }],
    entered,
  ),
  'waiting: news declined': seen(
    [
      ...offered,
      act('decline'),
      {
        type: 'waitlist-changed',
        entry: waitlistEntryFixture({ offer: waitlistOfferFixture({ participantStatus: 'declined' }) }),
      },
    ],
    entered,
  ),
  'waiting: news left': seen(
    [
      ...offered,
      leaving,
      act('leave'),
      { type: 'waitlist-changed', entry: waitlistEntryFixture({ status: 'cancelled' }) },
    ],
    entered,
  ),
  'waiting: news too-late': seen(tooLate, entered),
  'waiting: sending unsent': seen(offered, entered),
  'waiting: sending sending': seen([...offered, act('accept')], { focus: null, hears: 'One moment…' }),
  'waiting: sending failed': seen(
    [...offered, act('accept'), { type: 'waitlist-failed', failure: connection }],
    noConnection,
  ),
  'waiting: changed elsewhere': seen(
    [...offered, act('accept'), { type: 'waitlist-failed', failure: { kind: 'status-conflict' } }],
    { focus: 'notice', hears: 'Something was changed in the meantime.' },
  ),
  'waiting: an offer': seen(offered, entered),
  'waiting: just joined': seen(justJoined, entered),
  'waiting: to be corrected, failed': seen(
    [...justJoined, act('correct'), { type: 'waitlist-failed', failure: connection }],
    noConnection,
  ),
  'waitlist: to be corrected': seen([...justJoined, act('correct'), { type: 'waitlist-withdrawn' }], entered),
  'waiting: to be left': seen([...waitsBy(), leaving], entered),
  'waiting: to be left, with an offer': seen([...offered, leaving], entered),
  'waiting: to be left, failed': seen(
    [...offered, leaving, act('leave'), { type: 'waitlist-failed', failure: connection }],
    noConnection,
  ),
  'waiting: an offer that moves a visit': seen(
    waitsBy({ offer: waitlistOfferFixture(), replacesAppointmentId: 'apt_fixture' }),
    entered,
  ),
  'waiting: an offer that nobody answered': seen(
    waitsBy({ offer: waitlistOfferFixture({ participantStatus: 'expired' }) }),
    entered,
  ),
  'waiting: for an earlier time than a visit has': seen(
    [...earlier, { type: 'waitlist-joined', entry: waitsForEarlier }],
    entered,
  ),
};
