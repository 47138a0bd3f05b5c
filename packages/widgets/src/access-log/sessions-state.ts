import type { OwnSession } from '@openprm/sdk';
import type { Failure } from '../sign-in/sign-in-state.ts';

/** Which of one's sessions are ended: one by its id, or all but this one. */
export type Ended = { readonly id: string } | 'others';

/** What becomes of the wish to end some. */
export type Ending =
  | { readonly status: 'idle' }
  | { readonly status: 'sending'; readonly what: Ended }
  | { readonly status: 'failed'; readonly what: Ended; readonly failure: Failure }
  /** Who is signed in has to show once more who they are. */
  | { readonly status: 'again' }
  | { readonly status: 'done'; readonly what: 'one' | 'others' };

/** What is shown of where one is signed in. */
export type SessionsState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly failure: Failure }
  | { readonly status: 'ready'; readonly sessions: readonly OwnSession[]; readonly ending: Ending };

/** What happens to it. */
export type SessionsEvent =
  | { readonly type: 'loaded'; readonly sessions: readonly OwnSession[] }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'retry-asked' }
  | { readonly type: 'end-asked'; readonly what: Ended }
  | { readonly type: 'ended' }
  | { readonly type: 'again-needed' };

/** What is to be done. */
export type SessionsCommand = { readonly type: 'load' } | { readonly type: 'end'; readonly what: Ended };
