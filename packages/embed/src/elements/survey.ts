// The order matters: the elements of a page are upgraded when their class is defined, and then they ask for the API's address.
import './default-origin.ts';
import { defineElement } from '@openprm/widgets/define-element';
import { PrmSurveyElement } from '@openprm/widgets/survey';

/** Registers `<PREFIX-survey>`. */
export const define = (prefix: string): void => defineElement(`${prefix}-survey`, PrmSurveyElement);
