import type * as rows from './holds.ts';
import type { PoliciesOf } from './policy.ts';

export const holdPolicies = {
  createHold: {
    summary: 'Hold a slot while the form is filled in',
    tag: 'Holds',
    access: ['publishable', 'secret', 'patient'],
    phi: [],
    problems: ['slot-unavailable', 'not-found', 'permission-denied'],
  },
  renewHold: {
    summary: 'Give a hold its full time again',
    tag: 'Holds',
    access: ['publishable', 'secret', 'patient'],
    phi: [],
    problems: ['hold-expired'],
  },
  releaseHold: {
    summary: 'Release a hold',
    tag: 'Holds',
    access: ['publishable', 'secret', 'patient'],
    phi: [],
    problems: [],
  },
} satisfies PoliciesOf<typeof rows>;
