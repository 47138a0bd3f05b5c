import type { ListEvent, ListReduction, ListState } from './own-state.ts';

/** Nobody is signed in: nothing is asked and nothing kept. */
export const idleList: ListState = { status: 'idle' };

const stay = (state: ListState): ListReduction => ({ state, commands: [] });

/** Reading one's own surveys page by page, as a pure function. */
export function reduceList(state: ListState, event: ListEvent): ListReduction {
  switch (event.type) {
    case 'opened':
      return { state: { status: 'loading' }, commands: [{ type: 'load', cursor: null }] };
    case 'left':
      return stay(idleList);
    case 'more-asked': {
      if (state.status === 'failed') return reduceList(state, { type: 'opened' });
      if (state.status !== 'ready' || state.nextCursor === null || state.more.status === 'loading') return stay(state);
      return {
        state: { ...state, more: { status: 'loading' } },
        commands: [{ type: 'load', cursor: state.nextCursor }],
      };
    }
    case 'loaded': {
      if (state.status === 'idle') return stay(state);
      const { surveys, nextCursor } = event;
      const known = state.status === 'ready' ? state.surveys : [];
      return stay({ status: 'ready', surveys: [...known, ...surveys], nextCursor, more: { status: 'idle' } });
    }
    case 'failed': {
      const failed = { status: 'failed', failure: event.failure } as const;
      if (state.status === 'loading') return stay(failed);
      return stay(state.status === 'ready' ? { ...state, more: failed } : state);
    }
  }
}
