import type { FramedElement } from './framed-element.ts';

/** `<prm-survey>` as it stands in a frame. */
export const framedSurvey = {
  name: 'survey',
  settings: { surveyId: 'survey-id', pace: 'pace' },
  flags: { remember: 'remember' },
  firstHeight: () => [22, 26],
  personalHeight: ({ pace }) => (pace === 'page' ? [46, 58] : [28, 36]),
  linkPage: () => '/survey',
  facts: ['prm-survey-completed'],
  signals: ['prm-signed-in', 'prm-signed-out'],
  intents: [],
} as const satisfies FramedElement;
