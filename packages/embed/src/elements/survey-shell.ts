// The order matters: the elements of a page are upgraded when their class is defined, and then they ask for the API's address.
import './default-origin.ts';
import { defineElement } from '@openprm/widgets/define-element';
import { createSurveyShell, frameSurvey } from '@openprm/widgets/survey-shell';

const SurveyShell = createSurveyShell();

/** Registers `<PREFIX-survey>` as a frame with the element in it. */
export const define = (prefix: string): void => defineElement(`${prefix}-survey`, SurveyShell);

/** For the element itself, on a page that has some of them in frames and some not. */
export { frameSurvey };
