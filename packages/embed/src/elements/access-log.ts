import './default-origin.ts';
import { PrmAccessLogElement } from '@openprm/widgets/access-log';
import { defineElement } from '@openprm/widgets/define-element';

/** Registers `<PREFIX-access-log>`. */
export const define = (prefix: string): void => defineElement(`${prefix}-access-log`, PrmAccessLogElement);
