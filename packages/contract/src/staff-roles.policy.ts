import type { Scope } from './scopes.ts';
import { scopes } from './scopes.ts';
import type { StaffRole } from './staff.ts';

/** How a role sees one field: as it is, its first letter alone, or of what has fields itself these. */
export type FieldView = 'whole' | 'initial' | ShownFields;

/** The fields that a role sees, by name. A field that is not named is `null` for the role, also one that a later version adds. */
export interface ShownFields {
  readonly [name: string]: FieldView;
}

/** What a role may do, and which fields of a person it sees. */
export interface StaffRolePolicy {
  readonly scopes: readonly Scope[];
  /** Of what a row marks as personal (`phi`): everything, or these fields. */
  readonly fields: 'all' | ShownFields;
  /**
   * Which visits there are for the role, in lists, single reads, changes and the feed alike: all, or those of the present day at their place, and of these the fields that are
   * named. Nobody waits on a day: who does not see all visits sees no waitlist.
   */
  readonly visits: 'all' | { readonly of: 'current-day'; readonly fields: ShownFields };
}

/** What everybody does who sees patients or receives them. */
const daily: readonly Scope[] = [
  'own-session',
  'events:read',
  'clinic:read',
  'appointments:read',
  'appointments:write',
  'appointments:arrive',
  'patients:read',
  'patients:write',
  // to say who may act for a patient is as much as to sign in as any of them; so is what they do at the desk
  'sign-in:write',
  'tasks:read',
  'tasks:write',
];

/**
 * The roles of staff. "Minimum necessary" (HIPAA, 45 CFR 164.502(b), 164.514(d)(2)): each sees what its work needs.
 *
 * - owner: runs the clinic's account
 * - clinician: treats; sees everything about patients, and does not change who the staff are
 * - front-desk: books, identifies and calls people, and says who acts for them; sees who they are and how to reach them, nothing clinical
 * - volunteer: greets people and notes that they are there; sees who comes today, by a first name and an initial, when, where and to whom, and not for what
 */
export const staffRolePolicies: Readonly<Record<StaffRole, StaffRolePolicy>> = {
  owner: { scopes, fields: 'all', visits: 'all' },
  clinician: {
    scopes: [...daily, 'surveys:read'],
    fields: 'all',
    visits: 'all',
  },
  'front-desk': {
    scopes: daily,
    fields: {
      id: 'whole',
      given: 'whole',
      family: 'whole',
      birthDate: 'whole',
      phone: 'whole',
      email: 'whole',
      contact: 'whole',
      verified: 'whole',
      createdAt: 'whole',
      patientId: 'whole',
      relationship: 'whole',
      mayChange: 'whole',
      start: 'whole',
      end: 'whole',
      reason: 'whole',
      revokedAt: 'whole',
      revocationReason: 'whole',
    },
    visits: 'all',
  },
  volunteer: {
    scopes: ['own-session', 'events:read', 'clinic:read', 'appointments:read', 'appointments:arrive'],
    fields: { id: 'whole', given: 'whole', family: 'initial' },
    visits: {
      of: 'current-day',
      fields: {
        id: 'whole',
        status: 'whole',
        locationId: 'whole',
        practitionerId: 'whole',
        start: 'whole',
        end: 'whole',
        timeZone: 'whole',
        mode: 'whole',
        sequence: 'whole',
        createdAt: 'whole',
        display: {
          organization: 'whole',
          practitioner: 'whole',
          location: 'whole',
          address: 'whole',
          telephone: 'whole',
        },
        // as much of it as `fields` says
        patient: 'whole',
      },
    },
  },
};
