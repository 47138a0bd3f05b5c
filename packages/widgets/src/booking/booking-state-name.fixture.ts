import type { BookingState, Calendar, Failure, OpeningState, RuleStop, Shared } from './booking-state.ts';

/** `ready`, `held`, `sent`: the words by which the values of a field differ; never for a field that has none. */
type Words<Value> = Value extends null
  ? 'none'
  : Value extends { readonly status: infer Status extends string }
    ? Status
    : Value extends { readonly kind: infer Kind extends string }
      ? Kind
      : Value extends string
        ? string extends Value
          ? never
          : Value
        : never;

/** Fields whose only word is that they are null have no words. */
type Told<Word extends string> = [Word] extends ['none'] ? never : Word;

/** `holding held`, `sending failed`: each field of a step with each of its words. */
type SubStates<State> = {
  [Field in keyof State & string]: `${Field} ${Told<Words<State[Field]>>}`;
}[keyof State & string];

/** Fields that look the same in every step, that a step keeps for another one, or whose words are situations (`newest`: the stops) or names of their own (`failure`). */
type Elsewhere = 'step' | 'failure' | 'replaces' | 'newest' | keyof Shared;

type SubStatesOf<State extends BookingState> =
  SubStates<Omit<State, Elsewhere>> | (State extends { readonly step: 'when' } ? SubStates<Calendar> : never);

/** By step, found in the union itself: a new status, step or field with words is a new name. */
type FoundName = BookingState extends infer State
  ? State extends { readonly step: 'closed' }
    ? 'closed'
    : State extends BookingState
      ? `${State['step']}: ${SubStatesOf<State>}`
      : never
  : never;

/** What the types allow and no event leads to, with the reason. */
type Unreachable =
  /** The flow leaves the opening as soon as it knows what was held. */
  | 'opening: resumed failed'
  | 'opening: resumed idle'
  /** The choice gives a time that cannot be had up, without a word. */
  | 'what: holding requested'
  | 'what: holding failed'
  | 'what: holding lost'
  /** The times are asked for as soon as they are shown. */
  | 'when: availability idle'
  | 'when: slots idle'
  /** Nothing is left to cancel. */
  | 'cancel: news cancelled';

/** What is seen before all code is there: no word of the flow tells it. */
type Early =
  | 'opening: the code is awaited'
  | 'opening: the code cannot be had'
  | 'when: bones before the rest'
  | 'when: times before the rest'
  | 'when: a press before the rest'
  | 'when: a press whose code cannot be had';

/** What reading never meets: what is only said of a write, and what has become the loss of a time. A new kind of failure is one that is met. */
type OfWrites =
  | 'slot-unavailable'
  | 'hold-expired'
  | 'already-received'
  | 'status-conflict'
  | 'not-eligible'
  | 'validation'
  | 'interrupted'
  | OfSessions
  | 'stopped';

/** What only a booking by who is signed in meets. */
type OfSessions = 'session-ended' | 'right-ended' | 'unclear';

/** The failures of what is read. */
export type FailedRead = Exclude<Failure['kind'], OfWrites>;

/** The failures of a change: a time that is gone has become the loss of it, and no form was sent. */
export type FailedChange = FailedRead | Extract<Failure['kind'], 'status-conflict'>;

/** Who joins sends a form, but no time. */
export type FailedJoin = Exclude<
  Failure['kind'],
  'slot-unavailable' | 'hold-expired' | 'interrupted' | 'stopped' | 'validation' | OfSessions
>;

/** What can go wrong in each step: these differ from other states in their words alone. */
export type FailureStateName =
  | `when: times failure ${FailedRead}`
  | `when: day failure ${FailedRead}`
  | `when: hold failure ${FailedChange}`
  | `confirm: failure ${FailedChange}`
  | `cancel: failure ${FailedChange}`
  | `appointment: failure ${FailedRead}`
  | `waitlist: failure ${FailedJoin}`
  | `waiting: failure ${FailedChange}`
  | `opening: visit failure ${FailedRead}`
  | `opening: directory failure ${FailedRead}`;

/** What differs by data and not by a word of the types. */
type Situation =
  | `opening: directory ${OpeningState['directory']['status']}`
  | `opening: failure ${FailedRead}`
  | `who: failure ${Failure['kind']}`
  | 'opening: the visit cannot be read again'
  | 'what: by video from one of two places'
  | 'what: nothing offered'
  | 'when: neither the time nor others can be had'
  | 'when: nothing open this week'
  | 'when: nothing open at all'
  | 'when: a booking may have arrived'
  | 'when: the held time ends soon'
  | 'when: a new time while another is held'
  | 'when: two zones'
  | 'when: the hour that comes twice'
  | 'when: a day far away'
  | 'when: a visit is moved'
  | 'when: a list that was cut'
  | 'when: the visit was changed elsewhere'
  | 'when: too many times held'
  | 'when: too much of the day taken'
  | 'rules: nothing applies'
  | 'rules: one line'
  | `rules: stop ${RuleStop}`
  | 'rules: a second stop'
  | 'rules: a stop that was taken back'
  | 'who: looking who is signed in'
  | `who: signed in${'' | ', for somebody they act for' | ', for somebody new'}`
  | 'who: for somebody cared for'
  | 'who: for somebody cared for, answers are wrong'
  | 'who: for somebody who was booked before'
  | 'who: the visit is for another age'
  | 'who: answers are wrong'
  | 'who: the held time ends soon'
  | 'who: the held time has ended'
  | 'who: filled in'
  | 'confirm: the held time has ended'
  | 'confirm: the visit was changed elsewhere'
  | 'cancel: the visit was changed elsewhere'
  | 'appointment: by video, in two zones'
  | 'appointment: for somebody cared for'
  | 'waitlist: failure validation'
  | 'waitlist: joined before'
  | 'waitlist: the held time ends soon'
  | 'waitlist: nothing open'
  | 'waitlist: filled in'
  | 'waitlist: answers are wrong'
  | 'waitlist: for a visit that may be earlier'
  | 'waiting: an offer'
  | 'waiting: changed elsewhere'
  | 'waiting: just joined'
  | 'waiting: to be corrected, failed'
  | 'waitlist: to be corrected'
  | `waiting: to be left${'' | ', with an offer' | ', failed'}`
  | 'waiting: an offer that moves a visit'
  | 'waiting: an offer that nobody answered'
  | 'waiting: for an earlier time than a visit has'
  | 'appointment: far ahead'
  | 'appointment: over'
  | 'appointment: cancelled before';

/** Names every state that somebody can see, from the types of the flow and from the situations that look different. */
export type BookingStateName = Exclude<FoundName, Unreachable> | Early | Situation;
