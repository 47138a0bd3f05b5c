import { nothing } from 'lit';
import type { SurveyState } from '../survey-state.ts';
import { conflictView, heldView, lateView, refusedView, sentView } from './ending-views.ts';
import { reviewView } from './review-view.ts';
import { failedView, overView } from './over-views.ts';
import type { SurveyContext } from './survey-context.ts';

/** Everything but the words before the first question, and the questions: endings, and what stands in their place. */
export function laterView(state: SurveyState, context: SurveyContext): unknown {
  switch (state.step) {
    case 'closed':
    case 'intro':
    case 'answering':
      return nothing;
    case 'opening':
      return failedView(state, context);
    case 'over':
      return overView(state, context);
    case 'refused':
      return refusedView(state, context);
    case 'review':
      return reviewView(state, context);
    case 'held':
      return heldView(state, context);
    case 'conflict':
      return conflictView(state, context);
    case 'sent':
      return sentView(state, context);
    case 'late':
      return lateView(state, context);
  }
}
