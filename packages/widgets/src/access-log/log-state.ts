import type { AuditEvent } from '@openprm/sdk';
import type { Failure } from '../sign-in/sign-in-state.ts';

/** What is shown of an access log. */
export type LogState =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure }
  | {
      readonly status: 'ready';
      /** The newest first, of all pages that came. */
      readonly events: readonly AuditEvent[];
      /** Of the next page; null when these are all. */
      readonly nextCursor: string | null;
      readonly more: More;
      /** Ids of entries of these pages that the clinic's system could not read. */
      readonly damaged: readonly string[];
      /** How many of them came by themselves, of others' acts, since something was asked for. */
      readonly fresh: number;
    };

/** Whether further entries are on their way. */
export type More =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure };

/** A page of it, as it came. */
export interface LogPage {
  readonly events: readonly AuditEvent[];
  readonly nextCursor: string | null;
  /** Ids of entries that cannot be read; left out where there is none. */
  readonly damaged?: readonly string[];
}

/** What happens to it. */
export type LogEvent =
  | { readonly type: 'opened' }
  | { readonly type: 'left' }
  | ({ readonly type: 'loaded' } & LogPage)
  /** The newest page was read again, since something has happened. */
  | ({ readonly type: 'refreshed' } & LogPage)
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'more-asked' };

/** What is to be done: the page after a cursor, or the first. */
export interface LogCommand {
  readonly type: 'load';
  readonly cursor: string | null;
}
