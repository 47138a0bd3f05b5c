import type { SurveyState } from './survey-state.ts';

/**
 * What takes the focus when one state follows another, as a selector: the heading of a new step, or a banner that appeared. Null leaves the focus where it is. As long as
 * the rest has not come, no more than this can follow.
 */
export function focusAfter(before: SurveyState, now: SurveyState): string | null {
  if (before === now) return null;
  const isBanner =
    now.step === 'over' ||
    (now.step === 'opening' && now.failure !== null) ||
    (now.step === 'intro' && now.form.status === 'failed');
  if (isBanner) return '.notice-title';
  return before.step === now.step ? null : '#heading';
}
