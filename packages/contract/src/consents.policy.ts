import type * as rows from './consents.ts';
import type { PoliciesOf } from './policy.ts';

const common = { tag: 'Consents', access: ['secret', 'staff'], phi: [], problems: ['not-found'] } as const;

export const consentPolicies = {
  listConsents: { ...common, summary: 'List what a patient has decided', scope: 'patients:read', isAudited: true },
  createConsent: { ...common, summary: 'Record what a patient has decided', scope: 'patients:write' },
} satisfies PoliciesOf<typeof rows>;
