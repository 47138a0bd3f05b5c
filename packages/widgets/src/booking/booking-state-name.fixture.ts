import type { BookingState, Calendar, Failure, OpeningState, Shared } from './booking-state.ts';

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

/** Fields that look the same in every step, or that a step keeps for another one. */
type Elsewhere = 'step' | 'failure' | 'replaces' | keyof Shared;

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

/** What differs by data and not by a word of the types. */
type Situation =
  | `opening: directory ${OpeningState['directory']['status']}`
  | `opening: failure ${Extract<Failure['kind'], 'connection' | 'server' | 'rate-limited' | 'configuration' | 'credential'>}`
  | `who: failure ${Failure['kind']}`
  | 'what: nothing offered'
  | 'when: nothing open this week'
  | 'when: nothing open at all'
  | 'when: a booking may have arrived'
  | 'when: the held time ends soon'
  | 'when: a new time while another is held'
  | 'when: two zones'
  | 'when: the hour that comes twice'
  | 'when: a day far away'
  | 'who: answers are wrong'
  | 'who: the held time ends soon'
  | 'who: the held time has ended'
  | 'who: filled in'
  | 'confirm: the held time has ended'
  | 'appointment: by video, in two zones'
  | 'appointment: over'
  | 'appointment: cancelled before';

/** Names every state that somebody can see, from the types of the flow and from the situations that look different. */
export type BookingStateName = Exclude<FoundName, Unreachable> | Situation;
