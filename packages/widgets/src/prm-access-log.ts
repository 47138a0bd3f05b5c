import { PrmAccessLogElement } from './access-log/access-log-element.ts';
import { defineElement } from './define-element.ts';

export { PrmAccessLogElement };

/**
 * Registers this version as `<PREFIX-access-log>`, beside another version of the package.
 *
 * @param prefix A lower-case name without a hyphen at its end, for example `acme`.
 */
export function define(prefix: string): void {
  defineElement(`${prefix}-access-log`, PrmAccessLogElement);
}

define('prm');

declare global {
  interface HTMLElementTagNameMap {
    'prm-access-log': PrmAccessLogElement;
  }
}
