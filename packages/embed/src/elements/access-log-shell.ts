// The order matters: the elements of a page are upgraded when their class is defined, and then they ask for the API's address.
import './default-origin.ts';
import { createAccessLogShell, frameAccessLog } from '@openprm/widgets/access-log-shell';
import { defineElement } from '@openprm/widgets/define-element';

const AccessLogShell = createAccessLogShell();

/** Registers `<PREFIX-access-log>` as a frame with the element in it. */
export const define = (prefix: string): void => defineElement(`${prefix}-access-log`, AccessLogShell);

/** For the element itself, on a page that has some of them in frames and some not. */
export { frameAccessLog };
