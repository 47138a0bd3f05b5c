import type * as rows from './own-sessions.ts';
import type { PoliciesOf } from './policy.ts';

const tag = 'Sessions';

export const ownSessionPolicies = {
  listOwnSessions: {
    summary: 'List where one is signed in',
    tag,
    access: ['person'],
    own: 'credential',
    phi: [],
    problems: ['session-ended'],
  },
  endOtherSessions: {
    summary: 'Sign out everywhere else',
    tag,
    access: ['person'],
    own: 'credential',
    phi: [],
    problems: ['session-ended'],
    fresh: true,
  },
  endOneSession: {
    summary: 'End one of the own sessions',
    tag,
    access: ['person'],
    own: { what: 'session', at: 'params.id' },
    phi: [],
    problems: ['not-found', 'session-ended'],
    fresh: true,
  },
} satisfies PoliciesOf<typeof rows>;
