import type { FramedElement } from './framed-element.ts';

/** `<prm-survey>` as it stands in a frame. */
export const framedSurvey = {
  name: 'survey',
  settings: { surveyId: 'survey-id', pace: 'pace' },
  flags: { remember: 'remember' },
  firstHeight: () => [22, 26],
  linkPage: () => '/survey',
  facts: ['prm-survey-completed'],
  signals: ['prm-signed-in', 'prm-signed-out'],
  intents: [],
} as const satisfies FramedElement;
