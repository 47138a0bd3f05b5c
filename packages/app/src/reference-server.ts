/**
 * What the app needs of the reference server, in shapes of its own: pages are written and tested against these, and only
 * `open-reference-server.ts` knows the package.
 */

/** The API as a fetch handler: it answers `/v1/*` and `/healthz`. */
export interface Api {
  fetch(request: Request, env?: unknown): Response | Promise<Response>;
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

/** What only the embedded demo has. */
export interface Demo {
  readonly secretKey: string;
  readonly publishableKey: string;
  outbox(): Promise<readonly OutboxMail[]>;
}

/** The open server. `demo` is there only with the embedded database. */
export interface ReferenceServer {
  readonly api: Api;
  readonly demo: Demo | undefined;
  /** Ends jobs and connections; resolves when nothing is left to lose. */
  close(): Promise<void>;
}
