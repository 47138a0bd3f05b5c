import { type AnsweringStateName, answeringStates } from './survey-answering-states.fixture.ts';
import { type EndingStateName, endingStates } from './survey-ending-states.fixture.ts';
import { type OpeningStateName, openingStates } from './survey-opening-states.fixture.ts';
import type { SurveyState } from './survey-state.ts';
import type { SurveyStateFixture } from './survey-states-ways.fixture.ts';

/** Names every state that somebody can see: the steps with each of their words, and what differs by data. A new step, reason, kind or mode is a new name. */
export type SurveyStateName =
  | Exclude<
      SurveyState['step'],
      'over' | 'intro' | 'answering' | 'review' | 'held' | 'sent' | 'late' | 'opening' | 'closed'
    >
  | OpeningStateName
  | AnsweringStateName
  | EndingStateName;

/** Every state of the element, by name. */
export const surveyStates: Readonly<Record<SurveyStateName, SurveyStateFixture>> = {
  ...openingStates,
  ...answeringStates,
  ...endingStates,
};
