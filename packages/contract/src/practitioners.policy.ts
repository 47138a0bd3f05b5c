import { type PoliciesOf, publicRead, setUp, setUpRead } from './policy.ts';
import type * as rows from './practitioners.ts';

export const practitionerPolicies = {
  listPractitioners: publicRead(
    'Practitioners',
    'List practitioners; with a publishable key those who take appointments',
  ),
  createPractitioner: setUp('Practitioners', 'Create a practitioner'),
  getPractitioner: setUpRead('Practitioners', 'Read a practitioner', ['not-found']),
  updatePractitioner: setUp('Practitioners', 'Change or retire a practitioner', ['not-found']),
  listPractitionerRoles: setUpRead('Practitioner roles', 'List who works where'),
  createPractitionerRole: setUp('Practitioner roles', 'Place a practitioner at a location', [
    'not-found',
    'already-exists',
  ]),
  getPractitionerRole: setUpRead('Practitioner roles', 'Read a practitioner role', ['not-found']),
  updatePractitionerRole: setUp('Practitioner roles', 'Change or retire a practitioner role', ['not-found']),
} satisfies PoliciesOf<typeof rows>;
