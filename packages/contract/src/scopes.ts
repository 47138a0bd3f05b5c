/**
 * What a secret key, or a member of staff by their role, may be allowed to do: each endpoint that either may call names the one scope it needs.
 * A key holds a list of them, or {@link everyScope}.
 *
 * - `clinic:read`, `clinic:write`: organizations, locations, practitioners, healthcare services, schedules
 * - `busy-times:write`: to report what the clinic's present system has booked
 * - `appointments:read`, `appointments:write`: to read appointments; to hold, book, move, cancel and close them
 * - `appointments:arrive`: to note that a patient has arrived, and no more
 * - `patients:read`, `patients:write`, `patients:erase`: to find and read people; to change them and end their sessions; to erase them
 * - `surveys:read`: to read what was answered to surveys, as far as a survey says that the role reads it
 * - `tasks:read`, `tasks:write`: what is to be done for somebody because of an answer; to take it on and to close it
 * - `staff:write`: to see who the staff are, invite, change roles, sign people out
 * - `keys:write`: to see which keys there are, make and revoke them, and say from which origins a page may use one; a key gets no scope that its maker lacks
 * - `sign-in:write`: to make links that sign a patient in or by which one answers a survey, and to say who may act for one, which is as much as to sign in as any of them
 * - `portal:write`: to say whose assertions sign patients in, which is as much as to sign in as any of them
 * - `audit:read`: who has looked at what
 * - `events:read`: to be told that something has changed, of what the other scopes may read
 * - `own-session`: one's own session: every role has it, no key needs it
 */
export const scopes = [
  'clinic:read',
  'clinic:write',
  'busy-times:write',
  'appointments:read',
  'appointments:write',
  'appointments:arrive',
  'patients:read',
  'patients:write',
  'patients:erase',
  'surveys:read',
  'tasks:read',
  'tasks:write',
  'staff:write',
  'keys:write',
  'sign-in:write',
  'portal:write',
  'audit:read',
  'events:read',
  'own-session',
] as const;
export type Scope = (typeof scopes)[number];

/** In a key's list: every scope, also those that later versions add. */
export const everyScope = 'all';

/** Whether a list of scopes, as a key holds it, allows one. */
export const allowsScope = (held: readonly string[], needed: Scope): boolean =>
  held.includes(everyScope) || held.includes(needed);
