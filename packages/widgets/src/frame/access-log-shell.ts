import { accessLogShellCode } from './access-log-frame.ts';
import { framedAccessLog } from './framed-access-log.ts';
import { shellClass } from './shell-class.ts';

/** Makes the class that the loader registers as `<prm-access-log>`: a frame with the element in it. Only where there are elements: a server has none. */
export const createAccessLogShell = (): CustomElementConstructor => shellClass(framedAccessLog, accessLogShellCode);

export { frameAccessLog } from './access-log-frame.ts';
