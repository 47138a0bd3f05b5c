import type { Failure, SignInState } from './sign-in-state.ts';

/** The words by which the values of a field differ; never for a field that has none. */
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

/** `sending failed`, `problem wrong`: each field of a step with each of its words. */
type SubStates<State> = {
  [Field in Exclude<keyof State & string, 'step'>]: `${Field} ${Words<State[Field]>}`;
}[Exclude<keyof State & string, 'step'>];

/** By step, found in the union itself: a new status, step or field with words is a new name. */
type FoundName = SignInState extends infer State
  ? State extends { readonly step: infer Step extends 'closed' | 'unsupported' }
    ? Step
    : State extends SignInState
      ? `${State['step']}: ${SubStates<State>}`
      : never
  : never;

/** What differs by data and not by a word of the types. */
type Situation =
  | `address: failure ${Failure['kind']}`
  | 'address: without a key'
  | 'code: a new one was sent'
  | 'code: one try is left'
  | 'link: dead'
  | 'link: dead, without a key'
  | 'birth-date: may be skipped'
  | 'signed-in: for a child'
  | 'signed-in: without a chart';

/** Names every state of signing in that somebody can see. */
export type SignInStateName = FoundName | Situation;
