import type { StaffRole } from '@openprm/contract';

/** Who calls. The tenant always comes from here. */
export type Principal =
  | {
      readonly kind: 'publishable';
      readonly tenantId: string;
      readonly keyId: string;
      readonly origins: readonly string[];
    }
  | {
      readonly kind: 'secret';
      readonly tenantId: string;
      readonly keyId: string;
      /** What the key may do: names of scopes, or `all`. */
      readonly scopes: readonly string[];
    }
  | { readonly kind: 'link'; readonly tenantId: string; readonly appointmentId: string; readonly linkVersion: number }
  | {
      readonly kind: 'patient';
      readonly tenantId: string;
      readonly appointmentId: string;
      readonly linkVersion: number;
      /** Whether it came of a mailed link: then its holder has shown that the address is theirs. */
      readonly isByLink: boolean;
      /** How often what was said of the patient had been written over when it was made, as their row counts it. */
      readonly identityVersion: number;
      /** The session by which it was booked, and for which other patient: with either of them the credential ends. */
      readonly by?:
        | {
            readonly sessionId: string;
            readonly personId: string;
            readonly actingFor: string | undefined;
            /** The right by which they act, once it was looked up, and whether it is one to change something. */
            readonly relatedPersonId?: string | undefined;
            readonly mayChange?: boolean | undefined;
          }
        | undefined;
    }
  | PersonPrincipal
  | { readonly kind: 'handle'; readonly tenantId: string; readonly sessionId: string; readonly generation: number }
  | { readonly kind: 'sign-in-link'; readonly tenantId: string; readonly linkId: string }
  | {
      readonly kind: 'waitlist-link';
      readonly tenantId: string;
      readonly entryId: string;
      readonly linkVersion: number;
    }
  | {
      readonly kind: 'survey-link';
      readonly tenantId: string;
      readonly invitationId: string;
      readonly linkVersion: number;
    }
  | {
      readonly kind: 'staff';
      readonly tenantId: string;
      readonly staffId: string;
      readonly sessionId: string;
      readonly role: StaffRole;
    };

/** Somebody with a patient's session, as far as one request is concerned. */
export interface PersonPrincipal {
  readonly kind: 'person';
  readonly tenantId: string;
  readonly sessionId: string;
  /** Who signed in: the same in each session of one verified address. */
  readonly personId: string;
  /** The chart that the session is linked to; null for a prospect. */
  readonly patientId: string | null;
  /** For whom this request acts, when it is for another patient. */
  readonly actingFor: ActingFor | null;
}

/** A right to act for a patient, as the clinic gave it. */
export interface ActingFor {
  readonly patientId: string;
  readonly relatedPersonId: string;
  readonly mayChange: boolean;
}

/** A principal's name in limits and in the scope of idempotency keys: ids only. */
export function principalName(principal: Principal): string {
  switch (principal.kind) {
    case 'publishable':
    case 'secret':
      return `${principal.kind}:${principal.keyId}`;
    case 'link':
    case 'patient':
      return `${principal.kind}:${principal.appointmentId}`;
    case 'person':
      return `person:${principal.actingFor === null ? '' : `${principal.actingFor.relatedPersonId}:`}${principal.personId}`;
    case 'handle':
      return `handle:${principal.sessionId}`;
    case 'sign-in-link':
      return `sign-in-link:${principal.linkId}`;
    case 'waitlist-link':
      return `waitlist-link:${principal.entryId}`;
    case 'survey-link':
      return `survey-link:${principal.invitationId}`;
    case 'staff':
      return `staff:${principal.staffId}`;
  }
}

/** Who is signed in behind a credential, if somebody is: also behind that of a visit which was booked in a session. */
export function personOf(principal: Principal): string | undefined {
  if (principal.kind === 'person') return principal.personId;
  return principal.kind === 'patient' ? principal.by?.personId : undefined;
}

/** What a row of the audit says beyond who called. */
export interface AuditedBy {
  /** By which right the patient of this row was reached; null by none; undefined by that for which the request acts. */
  readonly right?: string | null | undefined;
  /** Who has signed in by the request. */
  readonly personId?: string | undefined;
}

/** The right by which a request acts, if it acts by one. */
function rightOf(principal: Principal): string | undefined {
  if (principal.kind === 'person') return principal.actingFor?.relatedPersonId;
  return principal.kind === 'patient' ? principal.by?.relatedPersonId : undefined;
}

/**
 * A principal's name in the audit: ids, and of staff the role in which they called: `staff:stf_…:clinician`. Behind the credential of a visit that was booked in a session stands who is signed in there, and the right by which they
 * act for the patient: `patient:apt_…:rel_…:per_…`; behind a link by which somebody has just signed in, who that is: `sign-in-link:sil_…:per_…`. A key that shows the clinic's website alone
 * says nothing of them.
 */
export function auditName(
  principal: Principal,
  { right = rightOf(principal), personId = personOf(principal) }: AuditedBy = {},
): string {
  if (principal.kind === 'staff') return `${principalName(principal)}:${principal.role}`;
  if (personId === undefined) return principalName(principal);
  const { kind } = principal;
  const credential = kind === 'person' || kind === 'publishable' ? 'person' : principalName(principal);
  return [credential, ...(right === null || right === undefined ? [] : [right]), personId].join(':');
}

/** What such a name says: the kind of credential, who was signed in, by which right they acted for another, and of staff the role that they had; rows of before name none. */
export function readAuditName(name: string): {
  readonly kind: string;
  readonly personId: string | undefined;
  readonly relatedPersonId: string | undefined;
  readonly role: string | undefined;
} {
  const [kind = '', ...ids] = name.split(':');
  const ofKind = (prefix: string) => ids.find((id) => id.startsWith(prefix));
  return {
    kind,
    personId: ofKind('per_'),
    relatedPersonId: ofKind('rel_'),
    role: kind === 'staff' ? ids[1] : undefined,
  };
}
