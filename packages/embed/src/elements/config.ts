import './default-origin.ts';
import { PrmConfigElement } from '@openprm/widgets/config';
import { defineElement } from '@openprm/widgets/define-element';

/** Registers `<PREFIX-config>`. */
export const define = (prefix: string): void => defineElement(`${prefix}-config`, PrmConfigElement);
