import type { SurveyEvent, SurveyReduction } from '../events-and-commands.ts';
import { stay } from '../first/first-flow.ts';
import { type Step, stepsOf } from '../form-steps.ts';
import type { Answers, IntroState, Place } from '../survey-state.ts';

/** The words before the first question, and what begins when somebody has read them. */
export function reduceIntro(state: IntroState, event: SurveyEvent): SurveyReduction {
  const { paper, progress } = state;
  switch (event.type) {
    case 'prepared': {
      const ready: IntroState = { ...state, form: { status: 'ready', plan: event.plan, form: event.form } };
      return state.isStarting ? begin(ready) : stay(ready);
    }
    case 'form-refused':
      return stay({ step: 'refused', paper, issue: event.issue });
    case 'retry-asked':
    case 'came-online':
    case 'start-asked': {
      const isStarting = state.isStarting || event.type !== 'came-online';
      if (state.form.status === 'ready') return event.type === 'start-asked' ? begin(state) : stay(state);
      if (state.form.status === 'loading') return stay({ ...state, isStarting });
      return {
        state: { ...state, form: { status: 'loading' }, isStarting },
        commands: [{ type: 'prepare', paper, progress }],
      };
    }
    default:
      return stay(state);
  }
}

/** The first step, or for who comes back the first that is not answered. */
function begin(state: IntroState): SurveyReduction {
  const { form: prepared, setting, paper, progress } = state;
  if (prepared.status !== 'ready') return stay(state);
  const { plan, form } = prepared;
  const steps = stepsOf(plan, form, setting.pace);
  const index = progress?.response ? firstOpen(steps, form) : 0;
  const answers: Answers = {
    setting,
    paper,
    plan,
    form,
    typed: new Map(),
    searches: new Map(),
    findings: new Map(),
    uploads: new Map(),
    refusals: 0,
    saving: {
      progress,
      isDirty: false,
      status: { status: 'idle' },
      next: null,
      sent: progress?.response ? [progress.response] : [],
    },
  };
  return stay({ ...answers, step: 'answering', place: placeOf(steps, index), isFromReview: false });
}

/** The first step without an answer after all that have one. */
export function firstOpen(steps: readonly Step[], form: Answers['form']): number {
  const isAnswered = (key: string): boolean => {
    const entries = form.nodes.get(key)?.entries ?? [];
    return entries.some(({ value, children }) => value !== undefined || children.some(isAnswered));
  };
  const last = steps.findLastIndex(({ key }) => isAnswered(key));
  return Math.min(last + 1, steps.length - 1);
}

/** The place of a step. */
export const placeOf = (steps: readonly Step[], index: number): Place => ({ key: steps[index]?.key ?? '', index });
