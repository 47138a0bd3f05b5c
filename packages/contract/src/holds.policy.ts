import type * as rows from './holds.ts';
import type { PoliciesOf } from './policy.ts';

export const holdPolicies = {
  createHold: {
    summary: 'Hold a slot while the form is filled in',
    tag: 'Holds',
    access: ['publishable', 'secret', 'patient', 'person'],
    scope: 'appointments:write',
    own: { what: 'appointment', at: 'body.replacesAppointmentId' },
    phi: [],
    problems: ['slot-unavailable', 'too-many-times', 'not-found', 'permission-denied'],
    limits: ['holds-by-address'],
  },
  renewHold: {
    summary: 'Give a hold its full time again',
    tag: 'Holds',
    access: ['publishable', 'secret', 'patient', 'person'],
    scope: 'appointments:write',
    own: 'nothing',
    phi: [],
    problems: ['hold-expired'],
  },
  releaseHold: {
    summary: 'Release a hold',
    tag: 'Holds',
    access: ['publishable', 'secret', 'patient', 'person'],
    scope: 'appointments:write',
    own: 'nothing',
    phi: [],
    problems: [],
  },
} satisfies PoliciesOf<typeof rows>;
