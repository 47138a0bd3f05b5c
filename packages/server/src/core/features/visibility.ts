import type { Principal } from '../http/principal.ts';

/** Whether a principal is the clinic itself: its own server or its staff. What they may do there, their scopes say. */
export const actsForClinic = ({ kind }: Principal): boolean => kind === 'secret' || kind === 'staff';

/** Whether a principal reads the whole directory, retired things included; everybody else reads what is active and can be booked. */
export const seesAll = (principal: Principal): boolean => actsForClinic(principal);
