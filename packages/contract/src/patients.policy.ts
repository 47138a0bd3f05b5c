import type * as rows from './patients.ts';
import type { PoliciesOf } from './policy.ts';

export const patientPolicies = {
  searchPatients: {
    summary: 'Find patients by name and birth date, telephone number or e-mail address',
    tag: 'Patients',
    access: ['secret', 'staff'],
    scope: 'patients:read',
    phi: ['body', 'response.data[]'],
    problems: [],
    remembers: false,
  },
  getPatient: {
    summary: 'Read a patient',
    tag: 'Patients',
    access: ['secret', 'staff'],
    scope: 'patients:read',
    phi: ['response'],
    problems: ['not-found'],
  },
  erasePatient: {
    summary: 'Erase a patient for good',
    tag: 'Patients',
    access: ['secret', 'staff'],
    scope: 'patients:erase',
    phi: [],
    problems: ['not-found'],
    fresh: true,
  },
} satisfies PoliciesOf<typeof rows>;
