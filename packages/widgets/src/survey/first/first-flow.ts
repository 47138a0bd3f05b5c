import type { SurveyEvent, SurveyReduction } from '../events-and-commands.ts';
import type { SurveyState } from '../survey-state.ts';

export const closed: SurveyState = { step: 'closed' };

/** A state that wants nothing done. */
export const stay = (state: SurveyState): SurveyReduction => ({ state, commands: [] });

/**
 * What leads to the words before the first question: loaded alone, without what a form means.
 *
 * @returns null for what needs the rest of the code
 */
export function reduceFirst(state: SurveyState, event: SurveyEvent): SurveyReduction | null {
  switch (event.type) {
    case 'left':
      return stay(closed);
    case 'opened':
      return {
        state: { step: 'opening', setting: event.setting, failure: null },
        commands: [{ type: 'load' }],
      };
    case 'loaded': {
      if (state.step !== 'opening') return stay(state);
      const { paper, progress } = event;
      const { setting } = state;
      // That there is nothing to answer is said by the rest.
      if (progress?.status === 'completed' || (!setting.isKnown && paper.mode !== 'anonymous')) return null;
      const form = { status: 'loading' } as const;
      return {
        state: { step: 'intro', setting, paper, progress, form, isStarting: false },
        commands: [{ type: 'prepare', paper, progress }],
      };
    }
    case 'load-failed':
      return stay(state.step === 'opening' ? { ...state, failure: event.failure } : state);
    case 'prepare-failed':
      return stay(state.step === 'intro' ? { ...state, form: { status: 'failed' }, isStarting: false } : state);
    case 'start-asked':
      // Whoever is quick waits for the first question, not for what comes behind it.
      return state.step === 'intro' && state.form.status === 'loading' ? stay({ ...state, isStarting: true }) : null;
    case 'came-online':
    case 'retry-asked':
      if (state.step === 'opening' && state.failure)
        return { state: { ...state, failure: null }, commands: [{ type: 'load' }] };
      return state.step === 'closed' || state.step === 'opening' ? stay(state) : null;
    default:
      return null;
  }
}
