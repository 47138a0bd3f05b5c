import type * as rows from './audit-events.ts';
import type { PoliciesOf } from './policy.ts';

export const auditEventPolicies = {
  listAuditEvents: {
    summary: "List who has looked at or changed what; with a patient's credential their own",
    tag: 'Audit events',
    access: ['secret', 'staff', 'patient', 'person'],
    scope: 'audit:read',
    own: 'each',
    phi: ['response.data[]'],
    problems: [],
    purpose: 'HOPERAT',
  },
} satisfies PoliciesOf<typeof rows>;
