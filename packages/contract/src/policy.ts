import type { Endpoint } from './endpoint.ts';
import type { ProblemCode } from './problem.ts';

/**
 * Kinds of principals, by the credential they show:
 * - `publishable`: an anonymous visitor with a clinic's publishable key, from one of its allowed origins
 * - `secret`: the clinic's own server with a secret key
 * - `link`: somebody who holds the secret of a mailed link to one appointment
 * - `patient`: the short-lived session that a link or a booking gave, for one appointment
 */
export const principalKinds = ['publishable', 'secret', 'link', 'patient'] as const;
export type PrincipalKind = (typeof principalKinds)[number];

/** The half of an endpoint's row that only the server and the documents load. */
export interface Policy {
  /** One line, present tense. */
  readonly summary: string;
  readonly tag: string;
  /** Who may call it. What a `link` or `patient` may reach is further limited to their own appointment. */
  readonly access: readonly PrincipalKind[];
  /**
   * Where personal data stands, as paths such as `body.patient` and `response.data[].patient`. A row with any writes an audit row for each
   * call, answers `no-store`, and is never logged beyond its route.
   */
  readonly phi: readonly string[];
  /** Problems that are this endpoint's own, besides those that every endpoint may answer. */
  readonly problems: readonly ProblemCode[];
  /** A public read may be kept by caches for so many seconds. */
  readonly cacheSeconds?: number;
}

/** One policy for each endpoint that a module exports: a row without its policy does not compile. */
export type PoliciesOf<Rows> = { readonly [Name in keyof Rows as Rows[Name] extends Endpoint ? Name : never]: Policy };

/** A read of the directory by the clinic or, as far as it is public, by anyone with the publishable key. */
export const publicRead = (tag: string, summary: string): Policy => ({
  summary,
  tag,
  access: ['publishable', 'secret', 'patient'],
  phi: [],
  problems: [],
  cacheSeconds: 30,
});

/** A call by which a clinic's server sets the clinic up. */
export const setUp = (tag: string, summary: string, problems: readonly ProblemCode[] = []): Policy => ({
  summary,
  tag,
  access: ['secret'],
  phi: [],
  problems,
});
