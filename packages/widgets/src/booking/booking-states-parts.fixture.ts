import { appointmentFixture, slotFixture } from '@openprm/testing';
import { anySetting, availability, managed, minute, noon, opened, slots, walk } from './booking-flow.fixture.ts';
import type { Availability, BookingState, Failure, Managed } from './booking-state.ts';
import type { BookingEvent } from './events-and-commands.ts';
import type { PatientField } from './form-state.ts';

/** One state of the booking, with the way to it. */
export interface BookingStateFixture {
  /** From the closed element to the state: only what the flow can reach is listed. */
  readonly events: readonly BookingEvent[];
  readonly state: BookingState;
  /** What has the focus after the last event when a person is at work: null where it stays where it was. */
  readonly focus: 'heading' | 'notice' | 'problems' | 'times' | 'until' | null;
  /** What the live region says after the last event, in English. */
  readonly hears: string;
  /** Whether everything but the first times is loaded: there, unless said otherwise. */
  readonly code?: 'coming' | 'unreachable' | undefined;
}

/** What is expected of a state. */
export type Expectation = Pick<BookingStateFixture, 'focus' | 'hears'>;

/** What is seen after events. */
export const seen = (events: readonly BookingEvent[], { focus, hears }: Expectation): BookingStateFixture => ({
  events,
  state: walk(...events).state,
  focus,
  hears,
});

export const quiet: Expectation = { focus: null, hears: '' };
export const entered: Expectation = { focus: 'heading', hears: '' };
export const held: Expectation = {
  focus: 'heading',
  hears: 'Your time is held for you. It stays yours while you type.',
};
export const keeping: Expectation = { focus: null, hears: 'Keeping this time for you…' };
export const looking: Expectation = { focus: null, hears: 'Looking for times…' };
export const found: Expectation = { focus: null, hears: '3 times on Thursday, November 26' };
export const noConnection: Expectation = { focus: 'notice', hears: 'No connection to the clinic.' };

export const connection: Failure = { kind: 'connection' };
export const alternatives = [
  slots[1],
  slots[2],
  slotFixture({ id: 'slot_fri', start: '2026-11-27T09:00:00-06:00', end: '2026-11-27T09:45:00-06:00' }),
];
export const taken: Extract<Failure, { kind: 'slot-unavailable' }> = { kind: 'slot-unavailable', alternatives };
export const back: BookingEvent = { type: 'went-back' };
export const tick = (minutes: number): BookingEvent => ({ type: 'ticked', now: noon + minutes * minute });
export const loaded = (changes: Partial<Availability> = {}): BookingEvent => ({
  type: 'availability-loaded',
  availability: { ...availability, ...changes },
});
export const write = (field: PatientField, value: string): BookingEvent => ({
  type: 'field-changed',
  field,
  value,
  dateOrder: ['month', 'day', 'year'],
  now: noon,
});
export const typed: readonly BookingEvent[] = Object.entries({
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

export const byLink = opened(anySetting, 'lnk_secret');
export const sessionOf = (changes: Partial<Managed['appointment']>): BookingEvent => ({
  type: 'session-opened',
  managed: { ...managed, appointment: appointmentFixture(changes) },
});
/** Four weeks ahead. */
export const farAhead = sessionOf({ start: '2026-12-21T10:30:00-06:00', end: '2026-12-21T11:15:00-06:00' });
export const noTimes = { days: [], date: null, slots: [] } as const;
export const far = { slot: slotFixture({ id: 'slot_far', start: '2027-01-14T10:00:00-06:00' }), date: '2027-01-14' };

/** The form is for somebody in one's care. */
export const forOther: BookingEvent = { type: 'whom-chosen', whom: 'other', now: noon };
/** What is typed for Mia. */
export const typedForMia: readonly BookingEvent[] = [
  forOther,
  write('patientGiven', 'Mia'),
  write('patientFamily', 'Reyes'),
  write('patientBirthDate', '05/06/2016'),
  write('relationship', 'PRN'),
  write('given', 'Dana'),
  write('family', 'Reyes'),
  write('phone', '(555) 010-1234'),
  write('email', 'dana@example.org'),
];
