import type { PoliciesOf } from './policy.ts';
import type * as rows from './related-persons.ts';

const tag = 'Related persons';
const access = ['secret', 'staff'] as const;

export const relatedPersonPolicies = {
  listRelatedPersons: {
    summary: 'List who may act for a patient',
    tag,
    access,
    scope: 'patients:read',
    phi: ['response.data[]'],
    problems: [],
  },
  createRelatedPerson: {
    summary: 'Let somebody act for a patient, or link a person to their own chart',
    tag,
    access,
    scope: 'sign-in:write',
    phi: ['body', 'response'],
    problems: ['not-found'],
  },
  revokeRelatedPerson: {
    summary: 'Take the right to act for a patient back',
    tag,
    access,
    scope: 'sign-in:write',
    phi: ['response'],
    problems: ['not-found'],
  },
} satisfies PoliciesOf<typeof rows>;
