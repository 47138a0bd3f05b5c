import type * as rows from './events.ts';
import type { PoliciesOf } from './policy.ts';

const common = {
  tag: 'Events',
  access: ['secret', 'staff', 'person'],
  scope: 'events:read',
  own: 'each',
  // ids and a status, of what the caller may read by them
  phi: [],
  problems: [],
} as const;

export const eventPolicies = {
  listEvents: {
    ...common,
    summary: 'Read what has happened after a cursor, and wait for it',
    feed: 'poll',
  },
  streamEvents: {
    ...common,
    summary: 'Open a stream of what happens',
    feed: 'stream',
  },
} satisfies PoliciesOf<typeof rows>;
