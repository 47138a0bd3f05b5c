import type * as rows from './organizations.ts';
import { type PoliciesOf, setUp, setUpRead } from './policy.ts';

export const organizationPolicies = {
  listOrganizations: setUpRead('Organizations', 'List the organizations of the tenant'),
  createOrganization: setUp('Organizations', 'Create an organization'),
  getOrganization: setUpRead('Organizations', 'Read an organization', ['not-found']),
  updateOrganization: setUp('Organizations', 'Change or retire an organization', ['not-found']),
} satisfies PoliciesOf<typeof rows>;
