import type { PrmSurveyElement } from '../survey/survey-element.ts';
import type { SurveyState } from '../survey/survey-state.ts';

/** Whether a step is about anybody in particular. A new one is a person's own until it says otherwise. */
const steps: Readonly<Record<SurveyState['step'], 'public' | 'personal'>> = {
  closed: 'public',
  opening: 'public',
  over: 'personal',
  refused: 'public',
  intro: 'public',
  answering: 'personal',
  review: 'personal',
  conflict: 'personal',
  held: 'personal',
  sent: 'personal',
  late: 'personal',
};

/** Whether what a survey shows or takes is a person's own: its step, or answers from before. */
export function isPersonalState(state: SurveyState): boolean {
  if (steps[state.step] !== 'public') return true;
  return state.step === 'intro' && (state.progress !== null || state.drafts !== undefined);
}

/** The same of the element in a frame. One that names no survey asks who is there, and shows what waits for them. */
export const isPersonalSurvey = (element: Element): boolean => {
  const { survey, surveyId } = element as PrmSurveyElement;
  return !surveyId || isPersonalState(survey.state);
};

/** Which of its steps it is at: how many questions are asked depends on what was answered, and so does help. */
export const chapterOfSurvey = (element: Element): string => (element as PrmSurveyElement).survey.state.step;
