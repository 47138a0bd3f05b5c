import { waitlistEntryFixture, waitlistOfferFixture } from '@openprm/testing';
import { anySetting, chosen, opened, patient, ways } from './booking-flow.fixture.ts';
import type { FailedChange, FailedJoin, FailedRead, FailureStateName } from './booking-state-name.fixture.ts';
import type { Failure } from './booking-state.ts';
import { type BookingStateFixture, found, seen } from './booking-states-parts.fixture.ts';
import type { BookingEvent } from './events-and-commands.ts';

type Title = readonly [failure: Failure, hears: string];
type Titles<Kind extends string> = Readonly<Record<Kind, Title>>;

const refused = 'Online booking is not available here.';
const ended = 'Your access to this visit has ended.';

/** A kind that is not here is a type error. */
const reads: Titles<FailedRead> = {
  connection: [{ kind: 'connection' }, 'No connection to the clinic.'],
  server: [{ kind: 'server', requestId: null }, 'Something went wrong at the clinic.'],
  'rate-limited': [{ kind: 'rate-limited' }, 'We are getting many requests right now.'],
  configuration: [{ kind: 'configuration' }, refused],
  credential: [{ kind: 'credential' }, refused],
};
const changes: Titles<FailedChange> = {
  ...reads,
  credential: [{ kind: 'credential' }, ended],
  'status-conflict': [{ kind: 'status-conflict' }, 'This visit was changed in the meantime.'],
};
const waits: Titles<FailedChange> = {
  ...changes,
  'status-conflict': [{ kind: 'status-conflict' }, 'Something was changed in the meantime.'],
};
const joins: Titles<FailedJoin> = {
  ...changes,
  credential: reads.credential,
  'already-received': [{ kind: 'already-received' }, 'We already received this: you are on the waitlist.'],
  'not-eligible': [{ kind: 'not-eligible', reason: 'too-young' }, 'This kind of visit is not for this patient.'],
};

/** One state for each kind. @param hears what is heard, where that is not the failure's title */
function each<Name extends string, Kind extends string>(
  name: Name,
  titles: Titles<Kind>,
  events: (failure: Failure) => readonly BookingEvent[],
  hears?: string,
) {
  const states = Object.entries<Title>(titles).map(([kind, [failure, title]]) => [
    `${name} failure ${kind}`,
    seen(events(failure), { focus: 'notice', hears: hears ?? title }),
  ]);
  return Object.fromEntries(states) as Record<`${Name} failure ${Kind}`, BookingStateFixture>;
}

const ofVisit: Titles<FailedRead> = { ...reads, credential: changes.credential };
const offered: readonly BookingEvent[] = [
  opened({ ...anySetting, canBook: false }, 'wll_secret'),
  { type: 'waitlist-opened', link: 'wll_secret', entry: waitlistEntryFixture({ offer: waitlistOfferFixture() }) },
];
const changedElsewhere: readonly BookingEvent[] = [
  ...ways.cancel,
  { type: 'cancel-confirmed', key: 'key-1' },
  { type: 'cancel-failed', failure: { kind: 'status-conflict' } },
];

/** Every failure in every step that can show it, but for those of `bookingStates` that look different. */
export const failureStates: Readonly<Record<FailureStateName, BookingStateFixture>> = {
  ...each('opening: directory', reads, (failure) => [...ways.opening, { type: 'directory-failed', failure }]),
  ...each('opening: visit', ofVisit, (failure) => [
    ...changedElsewhere,
    { type: 'visit-asked' },
    { type: 'session-failed', failure },
  ]),
  ...each('when: times', reads, (failure) => [...ways.searching, { type: 'availability-failed', failure }]),
  ...each('when: day', reads, (failure) => [
    ...ways.when,
    { type: 'day-chosen', date: '2026-11-27' },
    { type: 'day-failed', date: '2026-11-27', failure },
  ]),
  ...each(
    'when: hold',
    changes,
    (failure) => [...ways.change, chosen(), { type: 'hold-failed', key: 'key-1', failure }],
    found.hears,
  ),
  ...each('confirm:', changes, (failure) => [
    ...ways.confirm,
    { type: 'reschedule-confirmed', key: 'key-2' },
    { type: 'reschedule-failed', failure },
  ]),
  ...each('cancel:', changes, (failure) => [
    ...ways.cancel,
    { type: 'cancel-confirmed', key: 'key-1' },
    { type: 'cancel-failed', failure },
  ]),
  ...each(
    'appointment:',
    reads,
    (failure) => [...ways.appointment, { type: 'calendar-asked' }, { type: 'calendar-failed', failure }],
    '',
  ),
  ...each('waitlist:', joins, (failure) => [
    ...ways.waitlist,
    { type: 'waitlist-submitted', check: { ok: true, patient }, today: '2026-11-23', key: 'key-1' },
    { type: 'waitlist-failed', failure },
  ]),
  ...each('waiting:', waits, (failure) => [
    ...offered,
    { type: 'waiting-act', act: 'accept', slotId: null, key: 'key-1' },
    { type: 'waitlist-failed', failure },
  ]),
};
