import { defineElement } from './define-element.ts';
import { PrmSurveyElement } from './survey/survey-element.ts';

export { PrmSurveyElement };

/**
 * Registers this version as `<PREFIX-survey>`, beside another version of the package.
 *
 * @param prefix A lower-case name without a hyphen at its end, for example `acme`.
 */
export function define(prefix: string): void {
  defineElement(`${prefix}-survey`, PrmSurveyElement);
}

define('prm');

declare global {
  interface HTMLElementTagNameMap {
    'prm-survey': PrmSurveyElement;
  }
}
