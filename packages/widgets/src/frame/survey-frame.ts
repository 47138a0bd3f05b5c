import { surveyTitles } from '../locales/frame/frame-titles.ts';
import { SignedInEvent, SignedOutEvent } from '../sign-in/sign-in-events.ts';
import { SurveyCompletedEvent } from '../survey/survey-events.ts';
import { framing } from './frame-controller.ts';
import { framedSurvey } from './framed-survey.ts';
import { shellCode } from './shell-code.ts';

/** The shell of `<prm-survey>`. */
export const surveyShellCode = shellCode(framedSurvey, {
  titles: surveyTitles,
  facts: [SurveyCompletedEvent],
  signals: [SignedInEvent, SignedOutEvent],
  intents: [],
});

/** What the element itself loads when it is asked to run in a frame. */
export const frameSurvey = framing(surveyShellCode);
