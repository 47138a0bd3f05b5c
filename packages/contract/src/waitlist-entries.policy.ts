import type { PoliciesOf } from './policy.ts';
import type * as rows from './waitlist-entries.ts';

const tag = 'Waitlist';
const phi = ['response.patient'] as const;
const own = { what: 'waitlist-entry', at: 'params.id' } as const;

export const waitlistEntryPolicies = {
  createWaitlistEntry: {
    summary: 'Wait for a time, or for an earlier one than a visit has',
    tag,
    access: ['publishable', 'secret', 'patient', 'person'],
    scope: 'appointments:write',
    own: { what: 'appointment', at: 'body.replacesAppointmentId' },
    phi: ['body.patient', 'response.patient'],
    problems: ['not-found', 'appointment-status-conflict', 'not-eligible'],
    limits: ['waitlist-by-address', 'waitlist-by-key'],
  },
  listWaitlistEntries: {
    summary: 'List who waits, in the order in which they joined',
    tag,
    access: ['secret', 'staff', 'person'],
    scope: 'appointments:read',
    own: 'each',
    phi: ['response.data[].patient'],
    problems: [],
  },
  openWaitlistEntry: {
    summary: 'Open the mailed link of a waitlist entry',
    tag,
    access: ['waitlist-link'],
    own: 'credential',
    phi,
    problems: [],
    remembers: false,
  },
  getWaitlistEntry: {
    summary: 'Read a waitlist entry with its newest offer',
    tag,
    access: ['secret', 'staff', 'waitlist-link', 'person'],
    scope: 'appointments:read',
    own,
    phi,
    problems: ['not-found'],
  },
  updateWaitlistEntry: {
    summary: 'Change what somebody waits for',
    tag,
    access: ['secret', 'staff', 'waitlist-link', 'person'],
    scope: 'appointments:write',
    own,
    phi,
    problems: ['not-found', 'appointment-status-conflict'],
  },
  withdrawWaitlistEntry: {
    summary: 'End an entry that one has just made',
    tag,
    access: ['publishable', 'patient', 'person'],
    own: 'nothing',
    phi: [],
    problems: ['not-found'],
  },
  leaveWaitlist: {
    summary: 'Take somebody off the waitlist',
    tag,
    access: ['secret', 'staff', 'waitlist-link', 'person'],
    scope: 'appointments:write',
    own,
    phi,
    problems: ['not-found'],
  },
  offerWaitlistTime: {
    summary: 'Offer a free time to somebody who waits',
    tag,
    access: ['secret', 'staff'],
    scope: 'appointments:write',
    own,
    phi,
    problems: ['not-found', 'slot-unavailable', 'already-exists', 'appointment-status-conflict'],
  },
  acceptWaitlistOffer: {
    summary: 'Accept an offered time: it is booked, or the visit moves to it',
    tag,
    access: ['waitlist-link', 'person'],
    own,
    phi,
    problems: ['not-found', 'hold-expired', 'slot-unavailable', 'appointment-status-conflict'],
  },
  declineWaitlistOffer: {
    summary: 'Decline an offered time and wait on',
    tag,
    access: ['waitlist-link', 'person'],
    own,
    phi,
    problems: ['not-found'],
  },
} satisfies PoliciesOf<typeof rows>;
