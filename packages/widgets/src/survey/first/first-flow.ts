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
      if (progress?.status === 'completed')
        return { state: { step: 'over', reason: 'answered', paper }, commands: [{ type: 'drop-draft' }] };
      const { setting } = state;
      if (!setting.hasLink && paper.mode !== 'anonymous') return stay({ step: 'over', reason: 'needs-link', paper });
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
    case 'ended':
      return stay(state.step === 'opening' ? { step: 'over', reason: event.reason, paper: null } : state);
    case 'start-asked':
      // Whoever is quick waits for the first question, not for what comes behind it.
      return state.step === 'intro' && state.form.status === 'loading' ? stay({ ...state, isStarting: true }) : null;
    case 'came-online':
    case 'retry-asked':
      if (state.step === 'opening' && state.failure)
        return { state: { ...state, failure: null }, commands: [{ type: 'load' }] };
      return state.step === 'closed' || state.step === 'opening' || state.step === 'over' ? stay(state) : null;
    default:
      return null;
  }
}
