import type { PoliciesOf } from './policy.ts';
import type * as rows from './staff.ts';

const tag = 'Staff';
const access = ['secret', 'staff'] as const;
const scope = 'staff:write';
const names = ['response.name', 'response.email'] as const;

export const staffPolicies = {
  listStaff: {
    summary: 'List who works at the clinic',
    tag,
    access,
    scope,
    phi: ['response.data[].name', 'response.data[].email'],
    problems: [],
  },
  createStaff: {
    summary: 'Invite somebody to the staff',
    tag,
    access,
    scope,
    phi: ['body.name', 'body.email', ...names],
    problems: ['already-exists'],
    gives: 'role',
    fresh: true,
  },
  updateStaff: {
    summary: 'Change a role, or stop and open an account',
    tag,
    access,
    scope,
    phi: names,
    problems: ['not-found', 'owner-required', 'invitation-required'],
    gives: 'role',
    fresh: true,
  },
  inviteStaff: {
    summary: 'Send a new invitation, in place of password and second factor',
    tag,
    access,
    scope,
    phi: names,
    problems: ['not-found', 'owner-required'],
    gives: 'role',
    fresh: true,
  },
  signOutStaff: { summary: 'End every session of a person', tag, access, scope, phi: [], problems: ['not-found'] },
  getStaffSession: {
    summary: 'Read who is signed in, and what the role allows',
    tag,
    access: ['staff'],
    scope: 'own-session',
    phi: [],
    problems: [],
  },
  endStaffSession: { summary: 'Sign out', tag, access: ['staff'], scope: 'own-session', phi: [], problems: [] },
  endStaffSessions: {
    summary: 'Sign out everywhere',
    tag,
    access: ['staff'],
    scope: 'own-session',
    phi: [],
    problems: [],
  },
  listStaffSessions: {
    summary: 'List where one is signed in',
    tag,
    access: ['staff'],
    scope: 'own-session',
    phi: [],
    problems: [],
  },
  endOtherStaffSessions: {
    summary: 'Sign out everywhere else',
    tag,
    access: ['staff'],
    scope: 'own-session',
    phi: [],
    problems: [],
    fresh: true,
  },
  endOneStaffSession: {
    summary: 'End one of the own sessions',
    tag,
    access: ['staff'],
    scope: 'own-session',
    phi: [],
    problems: ['not-found'],
    fresh: true,
  },
} satisfies PoliciesOf<typeof rows>;
