import { PrmConfigElement } from './config/config-element.ts';
import { defineElement } from './define-element.ts';

export { PrmConfigElement };

/**
 * Registers this version as `<PREFIX-config>`, beside another version of the package.
 *
 * @param prefix A lower-case name without a hyphen at its end, for example `acme`.
 */
export function define(prefix: string): void {
  defineElement(`${prefix}-config`, PrmConfigElement);
}

define('prm');

declare global {
  interface HTMLElementTagNameMap {
    'prm-config': PrmConfigElement;
  }
}
