import type { PoliciesOf } from './policy.ts';
import type * as rows from './slots.ts';

export const slotPolicies = {
  searchSlots: {
    summary: 'Search open slots of one kind of visit',
    tag: 'Slots',
    access: ['publishable', 'secret', 'patient', 'person', 'staff'],
    scope: 'clinic:read',
    own: { what: 'appointment', at: 'query.replacesAppointmentId' },
    phi: [],
    problems: ['not-found'],
    cacheSeconds: 5,
  },
} satisfies PoliciesOf<typeof rows>;
