import type { AuditEvent } from '@openprm/sdk';
import type { LogCommand, LogEvent, LogState } from './log-state.ts';

/** A state and what is to be done about it. */
export interface LogReduction {
  readonly state: LogState;
  readonly commands: readonly LogCommand[];
}

/** Nobody is signed in: nothing is asked and nothing kept. */
export const idleLog: LogState = { status: 'idle' };

const stay = (state: LogState): LogReduction => ({ state, commands: [] });

/** Reading an access log page by page, as a pure function. */
export function reduceLog(state: LogState, event: LogEvent): LogReduction {
  switch (event.type) {
    case 'opened':
      return { state: { status: 'loading' }, commands: [{ type: 'load', cursor: null }] };
    case 'left':
      return stay(idleLog);
    case 'more-asked': {
      if (state.status === 'failed') return reduceLog(state, { type: 'opened' });
      if (state.status !== 'ready' || state.nextCursor === null || state.more.status === 'loading') return stay(state);
      return {
        state: { ...state, more: { status: 'loading' }, fresh: 0 },
        commands: [{ type: 'load', cursor: state.nextCursor }],
      };
    }
    case 'loaded': {
      if (state.status === 'idle') return stay(state);
      const { nextCursor } = event;
      const known = state.status === 'ready' ? state : { events: [], damaged: [] };
      const events = [...known.events, ...event.events];
      const damaged = union(known.damaged, event.damaged);
      return stay({ status: 'ready', events, nextCursor, more: { status: 'idle' }, damaged, fresh: 0 });
    }
    case 'refreshed':
      return stay(state.status === 'ready' ? refreshed(state, event) : state);
    case 'failed': {
      const failed = { status: 'failed', failure: event.failure } as const;
      if (state.status === 'loading') return stay(failed);
      return stay(state.status === 'ready' ? { ...state, more: failed } : state);
    }
  }
}

const union = (known: readonly string[], found: readonly string[] = []): readonly string[] => [
  ...new Set([...known, ...found]),
];

/** What is new stands before what was there; where the page does not reach back to that, it is shown alone, so that nothing is missing in between. */
function refreshed(
  state: Extract<LogState, { readonly status: 'ready' }>,
  { events, nextCursor, damaged: found }: Extract<LogEvent, { readonly type: 'refreshed' }>,
): LogState {
  const damaged = union(state.damaged, found);
  const known = new Set(state.events.map(({ id }) => id));
  const unknown = events.filter(({ id }) => !known.has(id));
  const news = unknown.filter((each) => !isOfThePage(each));
  if (news.length === 0) return damaged.length > state.damaged.length ? { ...state, damaged } : state;
  const fresh = state.fresh + news.filter(({ agent }) => !agent.isCaller).length;
  const reachesBack = unknown.length < events.length || nextCursor === null;
  if (reachesBack) return { ...state, events: [...news, ...state.events], damaged, fresh };
  // what comes of a page that was asked for would not follow on these
  return state.more.status === 'loading'
    ? state
    : { ...state, events: news, nextCursor, more: { status: 'idle' }, damaged: found ?? [], fresh };
}

/** What the page does to keep itself up to date: that would stand between any two entries that it brings. A later visit shows it. */
const isOfThePage = ({ agent, operation }: AuditEvent) =>
  agent.isCaller && ['listAuditEvents', 'streamEvents', 'listEvents'].includes(operation);
