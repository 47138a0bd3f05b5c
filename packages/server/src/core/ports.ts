import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './database/tables.ts';

/**
 * What the core needs from outside, so that it runs in Node, in a worker and in a browser. `../node` has the adapters for production,
 * `@openprm/testing/server` those for tests.
 */

/** The whole database, as the owner of the tables: only migrations, the sequencer and look-ups before the tenant is known use it. */
export type Database = Kysely<Tables>;

/** A transaction that sees one tenant. */
export type TenantTransaction = Transaction<Tables>;

/** Tells the time. The database's own clock decides about holds. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

/** A source of randomness that is fit for secrets. */
export interface Random {
  bytes(length: number): Uint8Array<ArrayBuffer>;
}

/** The keys of a deployment, one set for each tenant and purpose. */
export interface Keys {
  /** AES-256-GCM; `identity` says which row the text belongs to and must be given again to open it. */
  seal(tenantId: string, identity: string, plaintext: string): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws when the text was changed, moved to another row, or sealed with other keys */
  open(tenantId: string, identity: string, sealed: Uint8Array): Promise<string>;
  /** HMAC-SHA-256 under a key for this tenant and purpose. */
  mac(tenantId: string, purpose: MacPurpose, data: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The symmetric key that signs short-lived access tokens of a tenant. */
  signingKey(tenantId: string): Promise<Uint8Array<ArrayBuffer>>;
}
export type MacPurpose = 'idempotency' | 'link' | 'audit';

/** A job by its kind, with ids only: a queue's table is no place for personal data. */
export type Job =
  | { readonly kind: 'mail-send'; readonly tenantId: string; readonly mailId: string }
  | { readonly kind: 'holds-sweep' }
  | { readonly kind: 'idempotency-prune' };
export type JobKind = Job['kind'];

/** Does one job. A job may be run twice, and its row may be gone: both are no error. A throw means: try again later. */
export type JobHandler = (job: Job) => Promise<void>;

/** The job queue. */
export interface Jobs {
  /** Adds a job within a transaction: it exists exactly if the transaction commits. */
  enqueue(transaction: TenantTransaction, job: Job): Promise<void>;
}

/** A mail that is ready to go. */
export interface OutgoingMail {
  /** Stays the same over retries, so that a channel can drop a repeat. */
  readonly id: string;
  readonly tenantId: string;
  readonly to: string;
  readonly replyTo: string | null;
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly calendar: {
    readonly method: 'REQUEST' | 'CANCEL';
    readonly fileName: string;
    readonly content: string;
  } | null;
}

/** Where mail goes. Resolving means that the channel accepted it; a throw, that it did not. */
export interface MailChannel {
  /** @throws MailRefused when no later try can succeed */
  send(mail: OutgoingMail): Promise<void>;
}

/** The channel refused a mail for good (a 5xx of SMTP): there is no point in a retry. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/** One structured line. Field values are ids, routes, codes and numbers: never what a person wrote or is called. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export interface Logger {
  info(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Everything the core is given. */
export interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly keys: Keys;
  readonly jobs: Jobs;
  readonly mail: MailChannel;
  readonly logger: Logger;
}
