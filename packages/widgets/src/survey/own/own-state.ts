import type { OwnSurvey } from '@openprm/sdk';
import type { Failure } from '../../sign-in/sign-in-state.ts';

/** What is shown of somebody's own surveys. */
export type ListState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure }
  | {
      readonly status: 'ready';
      /** Of all pages that came: what was begun, what waits, what was answered. */
      readonly surveys: readonly OwnSurvey[];
      /** Of the next page; null when these are all. */
      readonly nextCursor: string | null;
      readonly more: More;
    };

/** Whether further surveys are on their way. */
export type More =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure };

/** What happens to it. */
export type ListEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'left' }
  | { readonly type: 'loaded'; readonly surveys: readonly OwnSurvey[]; readonly nextCursor: string | null }
  | { readonly type: 'failed'; readonly failure: Failure }
  /** Further ones, or the first again after a failure. */
  | { readonly type: 'more-asked' };

/** What is to be done: the page after a cursor, or the first. */
export interface ListCommand {
  readonly type: 'load';
  readonly cursor: string | null;
}

/** A state and what is to be done about it. */
export interface ListReduction {
  readonly state: ListState;
  readonly commands: readonly ListCommand[];
}
