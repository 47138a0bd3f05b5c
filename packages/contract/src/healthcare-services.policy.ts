import type * as rows from './healthcare-services.ts';
import { type PoliciesOf, publicRead, setUp, setUpRead } from './policy.ts';

export const healthcareServicePolicies = {
  listHealthcareServices: publicRead(
    'Healthcare services',
    'List kinds of visits; with a publishable key those that can be booked',
  ),
  createHealthcareService: setUp('Healthcare services', 'Create a kind of visit', ['not-found']),
  getHealthcareService: setUpRead('Healthcare services', 'Read a kind of visit', ['not-found']),
  updateHealthcareService: setUp('Healthcare services', 'Change or retire a kind of visit', ['not-found']),
} satisfies PoliciesOf<typeof rows>;
