import type { SurveyForm } from '@openprm/sdk';

/** A survey as it is handed to who answers it. */
export type SurveyPaper = SurveyForm;

/** Who can tell whose the answers are. `unknown` is a mode that a later server has. */
export type SurveyMode = SurveyForm['mode'];

export type { ResponseProgress } from '@openprm/sdk';
