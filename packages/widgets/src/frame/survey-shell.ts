import { framedSurvey } from './framed-survey.ts';
import { shellClass } from './shell-class.ts';
import { surveyShellCode } from './survey-frame.ts';

/** Makes the class that the loader registers as `<prm-survey>`: a frame with the element in it. Only where there are elements: a server has none. */
export const createSurveyShell = (): CustomElementConstructor => shellClass(framedSurvey, surveyShellCode);

export { frameSurvey } from './survey-frame.ts';
