import type { StaffRole } from '@openprm/contract';
import type {
  AuthenticatorSetup,
  PasswordProblem,
  StaffEnrolment,
  StaffPasswordChange,
  StaffProof,
  StaffSignIn,
} from '@openprm/server/core';

/**
 * What the app needs of the reference server, in shapes of its own: pages are written and tested against these, and only
 * `open-reference-server.ts` opens the package's server.
 */

export type { AuthenticatorSetup, PasswordProblem, StaffEnrolment, StaffPasswordChange, StaffProof, StaffSignIn };

/** The API as a fetch handler: it answers `/v1/*` and `/healthz`. */
export interface Api {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
}

/** The mails that are kept: what can be read of them, and the names of the rest. */
export interface Outbox {
  readonly mails: readonly OutboxMail[];
  readonly damaged: readonly { readonly id: string; readonly problem: string }[];
}

/** A mail that the demo's channel accepted. */
export interface OutboxMail {
  readonly id: string;
  /** RFC 3339. */
  readonly acceptedAt: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly OutboxAttachment[];
}

/** A file that came with a mail. */
export interface OutboxAttachment {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: string;
}

/** Somebody who works at the demo's clinic. */
export interface DemoPerson {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
}

/** What only the embedded demo has. */
export interface Demo {
  readonly secretKey: string;
  readonly publishableKey: string;
  /** Who can sign in at `/staff`, and the password of all of them. */
  readonly staff: readonly DemoPerson[];
  readonly staffPassword: string;
  outbox(): Promise<Outbox>;
}

/** Which pages may frame an element with a key: their origins; or that it is no publishable key in use, or that it was asked for too often. */
export type FrameAnswer =
  | { readonly outcome: 'known'; readonly origins: readonly string[] }
  | { readonly outcome: 'unknown' }
  | { readonly outcome: 'limited'; readonly waitSeconds: number };

/** The open server. `demo` is there only with the embedded database. */
export interface ReferenceServer {
  readonly api: Api;
  /** The network address that a request comes from; undefined for a call within the process. */
  addressOf(request: Request, bindings: unknown): string | undefined;
  /** Which pages may frame an element with a publishable key. @param address as of `addressOf` */
  frameOrigins(publishableKey: string, address: string | undefined): Promise<FrameAnswer>;
  /** Counts a report of a browser by where it comes from. @returns seconds to wait when it is one too many */
  takePolicyReport(address: string | undefined): Promise<number | undefined>;
  readonly staffSignIn: StaffSignIn;
  readonly staffEnrolment: StaffEnrolment;
  readonly staffPasswordChange: StaffPasswordChange;
  readonly staffProof: StaffProof;
  readonly demo: Demo | undefined;
  /** Ends all streams and calls that wait, and opens no more. */
  closeFeeds(): Promise<void>;
  /** Ends jobs and connections; resolves when nothing is left to lose. */
  close(): Promise<void>;
}
