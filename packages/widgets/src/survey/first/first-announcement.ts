import type { SurveyState } from '../survey-state.ts';
import type { FirstContext } from '../views/survey-context.ts';

/** What a screen reader is told before the first question, beside what takes the focus. */
export function firstAnnouncement(state: SurveyState, { messages, isStalled }: FirstContext): string {
  switch (state.step) {
    case 'opening':
      return state.failure || isStalled ? messages.connectionTitle : messages.loading;
    case 'intro':
      if (state.form.status === 'failed') return messages.connectionTitle;
      return state.isStarting ? messages.loading : '';
    default:
      return '';
  }
}
