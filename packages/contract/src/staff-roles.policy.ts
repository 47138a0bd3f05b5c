import type { Scope } from './scopes.ts';
import { scopes } from './scopes.ts';
import type { StaffRole } from './staff.ts';

/** How a role sees one field of somebody's identity. */
export type FieldView = 'whole' | 'initial';

/** What a role may do, and which fields of a person it sees. */
export interface StaffRolePolicy {
  readonly scopes: readonly Scope[];
  /**
   * Of what a row marks as personal (`phi`): everything, or these fields by name. A field that is not named is `null` for the role, also one that
   * a later version adds.
   */
  readonly fields: 'all' | Readonly<Record<string, FieldView>>;
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
 * - volunteer: greets people and notes that they are there; sees a first name, an initial and a time
 */
export const staffRolePolicies: Readonly<Record<StaffRole, StaffRolePolicy>> = {
  owner: { scopes, fields: 'all' },
  clinician: {
    scopes: [...daily, 'surveys:read'],
    fields: 'all',
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
  },
  volunteer: {
    scopes: ['own-session', 'events:read', 'clinic:read', 'appointments:read', 'appointments:arrive'],
    fields: { id: 'whole', given: 'whole', family: 'initial' },
  },
};
