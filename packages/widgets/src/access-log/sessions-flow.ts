import type { SessionsCommand, SessionsEvent, SessionsState } from './sessions-state.ts';

/** A state and what is to be done about it. */
export interface SessionsReduction {
  readonly state: SessionsState;
  readonly command?: SessionsCommand;
}

/** Before the first answer. */
export const loadingSessions: SessionsState = { status: 'loading' };

/** Looking at one's own sessions and ending some, as a pure function. Nothing is taken from the list before the server has ended it. */
export function reduceSessions(state: SessionsState, event: SessionsEvent): SessionsReduction {
  switch (state.status) {
    case 'loading':
      if (event.type === 'loaded')
        return { state: { status: 'ready', sessions: event.sessions, ending: { status: 'idle' } } };
      return { state: event.type === 'failed' ? { status: 'failed', failure: event.failure } : state };
    case 'failed':
      return event.type === 'retry-asked' ? { state: loadingSessions, command: { type: 'load' } } : { state };
    case 'ready':
      return reduceReady(state, event);
  }
}

function reduceReady(
  state: Extract<SessionsState, { readonly status: 'ready' }>,
  event: SessionsEvent,
): SessionsReduction {
  const { ending, sessions } = state;
  if (event.type === 'retry-asked')
    return ending.status === 'failed' ? reduceReady(state, { type: 'end-asked', what: ending.what }) : { state };
  if (event.type === 'end-asked') {
    if (ending.status === 'sending') return { state };
    const { what } = event;
    return { state: { ...state, ending: { status: 'sending', what } }, command: { type: 'end', what } };
  }
  if (ending.status !== 'sending') return { state };
  const { what } = ending;
  switch (event.type) {
    case 'failed':
      return { state: { ...state, ending: { status: 'failed', what, failure: event.failure } } };
    case 'again-needed':
      return { state: { ...state, ending: { status: 'again' } } };
    case 'ended': {
      const isLeft = what === 'others' ? (isCurrent: boolean) => isCurrent : (_: boolean, id: string) => id !== what.id;
      const left = sessions.filter(({ isCurrent, id }) => isLeft(isCurrent, id));
      return {
        state: { ...state, sessions: left, ending: { status: 'done', what: what === 'others' ? what : 'one' } },
      };
    }
    case 'loaded':
      return { state };
  }
}
