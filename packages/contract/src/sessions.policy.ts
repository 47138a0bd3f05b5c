import type { PoliciesOf } from './policy.ts';
import type * as rows from './sessions.ts';

const tag = 'Sessions';
const begun = ['response.session.email', 'response.session.patient', 'response.session.actsFor'] as const;
const read = ['response.email', 'response.patient', 'response.actsFor'] as const;
/** These answers hold credentials and, before a chart is linked, an address that no patient's key seals. Whoever lost one asks again within moments. */
const soon = { minutes: 30 } as const;

export const sessionPolicies = {
  createSession: {
    summary: 'Begin a session with a one-time code',
    tag,
    access: ['publishable'],
    phi: begun,
    problems: ['sign-in-refused'],
    limits: ['sign-ins-by-address'],
    remembers: soon,
  },
  createSessionFromAssertion: {
    summary: "Begin a session with an assertion of the clinic's portal",
    tag,
    access: ['publishable'],
    phi: ['body.assertion', ...begun],
    problems: ['sign-in-refused'],
    limits: ['sign-ins-by-address'],
    remembers: soon,
  },
  createSessionFromLink: {
    summary: 'Begin a session with a link, once',
    tag,
    access: ['sign-in-link'],
    own: 'credential',
    phi: begun,
    problems: ['sign-in-refused'],
    limits: ['sign-ins-by-address'],
    remembers: soon,
  },
  refreshSession: {
    summary: 'Exchange a refresh handle, with a proof of its key, for new credentials',
    tag,
    access: ['handle'],
    own: 'credential',
    phi: [],
    problems: ['session-ended'],
    remembers: soon,
  },
  getCurrentSession: {
    summary: 'Read the own session: who is signed in, and for whom they may act',
    tag,
    access: ['person'],
    own: 'credential',
    phi: read,
    problems: ['session-ended'],
  },
  matchCurrentSession: {
    summary: 'Look for the own chart by birth date and link to it',
    tag,
    access: ['person'],
    own: 'credential',
    phi: ['body.birthDate', ...read],
    problems: ['session-ended'],
    remembers: soon,
  },
  endCurrentSession: { summary: 'Sign out', tag, access: ['person'], own: 'credential', phi: [], problems: [] },
  endOwnSessions: { summary: 'Sign out everywhere', tag, access: ['person'], own: 'credential', phi: [], problems: [] },
  endPatientSessions: {
    summary: 'Sign a patient out everywhere, and whoever acts for them',
    tag,
    access: ['secret', 'staff'],
    scope: 'patients:write',
    phi: [],
    problems: ['not-found'],
  },
} satisfies PoliciesOf<typeof rows>;
