import type { PurposeOfUse } from './audit-events.ts';
import type { Endpoint } from './endpoint.ts';
import type { RowLimitName } from './limits.ts';
import type { ProblemCode } from './problem.ts';
import type { Scope } from './scopes.ts';

/**
 * Kinds of principals, by the credential they show:
 * - `publishable`: an anonymous visitor with a clinic's publishable key, from one of its allowed origins
 * - `secret`: the clinic's own server with a secret key
 * - `link`: somebody who holds the secret of a mailed link to one appointment
 * - `patient`: the short-lived session that a link or a booking gave, for one appointment
 * - `person`: a patient's session: somebody whose address was verified, perhaps linked to a chart, perhaps acting for others
 * - `handle`: who holds the refresh handle of such a session
 * - `sign-in-link`: somebody who holds the secret of a link that signs one patient in
 * - `waitlist-link`: somebody who holds the secret of a mailed link to one waitlist entry
 * - `survey-link`: somebody who holds the secret of a mailed link by which one person answers a survey
 * - `staff`: somebody who works at the clinic, signed in, with a role
 */
export const principalKinds = [
  'publishable',
  'secret',
  'link',
  'patient',
  'person',
  'handle',
  'sign-in-link',
  'waitlist-link',
  'survey-link',
  'staff',
] as const;
export type PrincipalKind = (typeof principalKinds)[number];

interface CommonPolicy {
  /** One line, present tense. */
  readonly summary: string;
  readonly tag: string;
  /**
   * Where personal data stands, as paths such as `body.patient` and `response.data[].patient`. A row with any writes an audit row for each
   * call, answers `no-store`, and is never logged beyond its route.
   */
  readonly phi: readonly string[];
  /** A read that answers nothing personal, and yet is about patients: what somebody has decided, whether mail reached them. It leaves an audit row all the same. */
  readonly isAudited?: boolean;
  /** Where an answer holds visits, as paths such as `response.data[]`: a role that is not to know all of them is shown these in part. */
  readonly visits?: readonly string[];
  /** Problems that are this endpoint's own, besides those that every endpoint may answer. */
  readonly problems: readonly ProblemCode[];
  /** A public read may be kept by caches for so many seconds. */
  readonly cacheSeconds?: number;
  /**
   * For how long a POST's first answer is given again to its Idempotency-Key, where it is not the 8 days that an offline device may need. False for a POST that only reads, and
   * asks for what may not stand in an address: its answer is not kept.
   */
  readonly remembers?: false | { readonly minutes: number };
  /** Why the clinic reaches what is personal here, for the audit: `PATADMIN` unless said otherwise. A patient reaches it at their own wish. */
  readonly purpose?: PurposeOfUse;
  /**
   * A mailed link may do it when it has ended, too: it takes nothing and tells nothing. What else a link does, the service still refuses to one that has ended.
   */
  readonly takesEndedLinks?: true;
  /** How many bytes a body may have, where it is not 64 KiB. */
  readonly maxBodyBytes?: number;
  /** Limits besides those of every call. */
  readonly limits?: readonly RowLimitName[];
  /** It gives somebody a role: a secret key that does not hold all that the role may do is refused, so that no key gives what it lacks. */
  readonly gives?: 'role';
  /**
   * The answer tells what happens: as a stream that stays open, or after waiting for it. Such a call is made by a page, not by a person: it does not keep a session from
   * ending for want of use. It leaves an audit row when it begins.
   */
  readonly feed?: 'stream' | 'poll';
  /**
   * Grave enough that an open session is not enough (OWASP ASVS 5.0, 7.5.2 and 7.5.3): staff must have shown their second factor, and a patient must have signed in, so
   * many minutes ago at most ({@link freshMinutes}). Whoever has not is told `reauthentication-required`. A key is no session: what it does, a machine does.
   */
  readonly fresh?: true;
}

/** How long ago who acts by a session may have shown who they are, where a row is `fresh`: staff with their second factor, a patient by signing in. */
export const freshMinutes = { staff: 5, person: 10 } as const;

/** Who acts for the clinic, within scopes. */
export type ScopedKind = Extract<PrincipalKind, 'secret' | 'staff'>;

/**
 * Who may call it. What a `link` or `patient` may reach is further limited to their own appointment. A `secret` key and `staff` also need the row's
 * scope: a row that either may call does not compile without one.
 */
export type Access =
  | { readonly access: readonly Exclude<PrincipalKind, ScopedKind>[]; readonly scope?: undefined }
  | { readonly access: readonly PrincipalKind[]; readonly scope: Scope };

/** Who reaches only what is their own: through a mailed link, as the patient of an appointment, or in a session of their own. */
export type OwningKind = Extract<
  PrincipalKind,
  'link' | 'patient' | 'person' | 'handle' | 'sign-in-link' | 'waitlist-link' | 'survey-link'
>;

/** A thing that belongs to somebody, and where a request names it: in its path, its query or its body. */
export interface Owned {
  readonly what: 'appointment' | 'waitlist-entry' | 'survey-invitation' | 'questionnaire-response' | 'session';
  readonly at: `params.${string}` | `query.${string}` | `body.${string}`;
}

/**
 * Whose things a row reaches. The server checks it in one place, for every row alike; what is another's is answered as what is not there.
 * - an {@link Owned}: the request names a thing, which must be the caller's own, unless the caller acts for the clinic
 * - `each`: the row answers those things of a list that are the caller's own
 * - `credential`: the thing is the one that the credential itself stands for
 * - `nothing`: it reaches no thing that belongs to a person, or whoever has its secret may have it
 *
 * A row that one of the {@link OwningKind}s may call does not compile without one.
 */
export type Ownership =
  | { readonly access: readonly Exclude<PrincipalKind, OwningKind>[]; readonly own?: Owned }
  | { readonly access: readonly PrincipalKind[]; readonly own: Owned | 'each' | 'credential' | 'nothing' };

/** The half of an endpoint's row that only the server and the documents load. */
export type Policy = CommonPolicy & Access & Ownership;

/** One policy for each endpoint that a module exports: a row without its policy does not compile. */
export type PoliciesOf<Rows> = { readonly [Name in keyof Rows as Rows[Name] extends Endpoint ? Name : never]: Policy };

/** A read of the directory by the clinic or, as far as it is public, by anyone with the publishable key. */
export const publicRead = (tag: string, summary: string): Policy => ({
  summary,
  tag,
  access: ['publishable', 'secret', 'patient', 'person', 'staff'],
  scope: 'clinic:read',
  own: 'nothing',
  phi: [],
  problems: [],
  cacheSeconds: 30,
});

/** A read of how the clinic is set up, by its server or its staff. */
export const setUpRead = (tag: string, summary: string, problems: readonly ProblemCode[] = []): Policy => ({
  summary,
  tag,
  access: ['secret', 'staff'],
  scope: 'clinic:read',
  phi: [],
  problems,
});

/** A call by which a clinic's server sets the clinic up. */
export const setUp = (
  tag: string,
  summary: string,
  problems: readonly ProblemCode[] = [],
  scope: Scope = 'clinic:write',
): Policy => ({
  summary,
  tag,
  access: ['secret'],
  scope,
  phi: [],
  problems,
});
