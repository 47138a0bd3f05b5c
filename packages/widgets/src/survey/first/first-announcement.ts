import type { SurveyState } from '../survey-state.ts';
import { overWords } from '../views/opening-views.ts';
import { openingFailureWords } from '../views/parts.ts';
import type { FirstContext } from '../views/survey-context.ts';

/** What a screen reader is told before the first question, beside what takes the focus. */
export function firstAnnouncement(state: SurveyState, { messages }: FirstContext): string {
  switch (state.step) {
    case 'opening':
      return state.failure ? openingFailureWords(state.failure, messages).title : messages.loading;
    case 'over':
      return overWords(state.reason, messages).title;
    case 'intro':
      if (state.form.status === 'failed') return messages.connectionTitle;
      return state.isStarting ? messages.loading : '';
    default:
      return '';
  }
}
