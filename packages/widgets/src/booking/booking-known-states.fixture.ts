import { availability, chosen, created, fixedSetting, noon, noPending, opened, walk } from './booking-flow.fixture.ts';
import type { BookingStateFixture } from './booking-states-parts.fixture.ts';
import type { Failure, KnownPatient, Setting } from './booking-state.ts';
import type { BookingEvent } from './events-and-commands.ts';

/** A page that somebody may be signed in at. */
export const sessionSetting: Setting = { ...fixedSetting, hasSession: true };

/** Who is signed in, and for whom they act. */
export const knownDana: KnownPatient = { id: 'pat_dana', name: 'Dana R.', isOwn: true };
export const knownMia: KnownPatient = { id: 'pat_mia', name: 'Mia R.', isOwn: false };

const found: BookingEvent = { type: 'known-found', known: [knownDana, knownMia] };

/** Ways to each place of a booking in a session. */
export const knownWays = {
  asked: [
    opened(sessionSetting),
    noPending,
    { type: 'availability-loaded', availability },
    chosen(),
    created(),
  ] as readonly BookingEvent[],
  get who(): readonly BookingEvent[] {
    return [...this.asked, found];
  },
  get sending(): readonly BookingEvent[] {
    return [...this.who, { type: 'known-confirmed' }];
  },
};

const held = 'Your time is held for you. It stays yours while you type.';

const seen = (
  events: readonly BookingEvent[],
  focus: BookingStateFixture['focus'],
  hears: string,
): BookingStateFixture => ({
  events,
  state: walk(...events).state,
  focus,
  hears,
});

const refused = (failure: Failure, hears: string) =>
  seen([...knownWays.sending, { type: 'booking-failed', failure }], 'notice', hears);

/** What is seen by somebody who is signed in, or was. */
export const knownStates = {
  'who: looking who is signed in': seen(knownWays.asked, 'heading', 'Loading…'),
  'who: signed in': seen(knownWays.who, null, held),
  'who: signed in, for somebody they act for': seen(
    [...knownWays.who, { type: 'whom-chosen', whom: 'Patient/pat_mia', now: noon }],
    null,
    held,
  ),
  'who: signed in, for somebody new': seen(
    [...knownWays.who, { type: 'whom-chosen', whom: 'other', now: noon }],
    null,
    held,
  ),
  'who: failure session-ended': refused({ kind: 'session-ended' }, 'You are not signed in any more.'),
  'who: failure right-ended': refused({ kind: 'right-ended' }, 'You can no longer book for this person.'),
  'who: failure unclear': refused({ kind: 'unclear' }, 'Your last booking may have arrived.'),
} satisfies Record<string, BookingStateFixture>;
