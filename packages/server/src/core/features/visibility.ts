import type { Principal } from '../http/principal.ts';

/** Whether a principal reads the whole directory, retired things included; everybody else reads what is active and can be booked. */
export const seesAll = (principal: Principal): boolean => principal.kind === 'secret';
