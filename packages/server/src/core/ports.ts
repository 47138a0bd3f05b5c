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

/** A tenant's key as it is stored: wrapped, and the id of the root key that did it. */
export interface WrappedKey {
  readonly rootKeyId: string;
  readonly wrapped: Uint8Array;
}

/** What wraps the tenants' keys: root keys from a file, or a KMS. It is called once for each tenant and process, not for each request. */
export interface RootKeys {
  /** The ids of all that unwrap here, the newest last. */
  ids(): Promise<readonly string[]>;
  /** The id of the key that wraps now. */
  newestId(): Promise<string>;
  wrap(tenantId: string, version: number, key: Uint8Array<ArrayBuffer>): Promise<WrappedKey>;
  /** @throws KeyError `root-key-unknown` or `sealed-value-changed` */
  unwrap(tenantId: string, version: number, wrapped: WrappedKey): Promise<Uint8Array<ArrayBuffer>>;
  /**
   * The key of a tenant that the first release made, which had it derived from the root key. Once such a tenant was opened, its key is stored
   * like any other and this is not called again; a KMS, to which nobody moves before that, may throw.
   */
  firstReleaseKey(tenantId: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** AES-256-GCM under one key. The tag of 16 bytes stands behind the text. */
export interface SealingKey {
  encrypt(iv: Bytes, additionalData: Bytes, plain: Bytes): Promise<Bytes>;
  /** @throws when the tag does not fit */
  decrypt(iv: Bytes, additionalData: Bytes, data: Bytes): Promise<Bytes>;
}

/** HMAC-SHA-256 under one key. */
export type MacKey = (data: Bytes) => Promise<Bytes>;

/** The two primitives, by whatever does them best in a process. */
export interface Ciphers {
  /** @param bytes 32 of them */
  importSealingKey(bytes: Bytes): Promise<SealingKey>;
  importMacKey(bytes: Bytes): Promise<MacKey>;
}
type Bytes = Uint8Array<ArrayBuffer>;

/**
 * The keys of a deployment, one set for each tenant. A tenant's are read when they are first needed, on a connection of their own: before a
 * transaction is opened, `prepare` sees to it that nothing in the transaction waits for that.
 */
export interface Keys {
  /** Reads a tenant's keys, or looks for newer ones if it is a while since. @throws KeyError */
  prepare(tenantId: string): Promise<void>;
  /** Makes a key for sealing of 32 bytes: a patient's. */
  importSealingKey(bytes: Uint8Array<ArrayBuffer>): Promise<SealingKey>;
  /** The version that seals now. */
  newestVersion(tenantId: string): Promise<number>;
  /**
   * AES-256-GCM under the tenant's newest key; `identity` says which row it belongs to and must be given again to open it. What belongs to a patient
   * is sealed with that patient's own key instead: see `keys/patient-keys.ts`.
   */
  seal(tenantId: string, identity: string, plain: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws KeyError when it was changed, moved to another row, or sealed with other keys */
  open(tenantId: string, identity: string, sealed: Uint8Array): Promise<string>;
  /** The same, for what is no text. */
  openBytes(tenantId: string, identity: string, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
  /** Opens what the first release sealed: for the upgrade alone. */
  openFirstRelease(tenantId: string, identity: string, sealed: Uint8Array): Promise<string>;
  /** HMAC-SHA-256 under a key for this tenant and purpose, which stays the same over rotations. @throws KeyError `tenant-unknown` */
  mac(tenantId: string, purpose: MacPurpose, data: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The symmetric key that signs short-lived access tokens of a tenant. @throws KeyError `tenant-unknown` */
  signingKey(tenantId: string): Promise<Uint8Array<ArrayBuffer>>;
}
export type MacPurpose =
  | 'idempotency'
  | 'idempotency-key'
  | 'attachment'
  | 'link'
  | 'audit'
  | 'feed'
  | 'staff'
  | 'person'
  | 'patient-index'
  | 'erasure'
  | 'sealing';

/** Turns passwords into what may be stored, slowly on purpose. */
export interface Passwords {
  /** A salted hash that says how it was made. */
  hash(password: string): Promise<string>;
  /** Takes as long for a wrong password as for the right one. @throws for a hash of another kind */
  verify(password: string, stored: string): Promise<boolean>;
}

/** Passwords that are tried first, since they stand in lists of leaked ones. */
export interface CommonPasswords {
  /** Whether it is among them, whatever its case and spaces. @param password normalized */
  has(password: string): Promise<boolean>;
}

/** A job by its kind, with ids only: a queue's table is no place for personal data. */
export type Job =
  | { readonly kind: 'mail-send'; readonly tenantId: string; readonly mailId: string }
  | { readonly kind: 'staff-mail-send'; readonly tenantId: string; readonly mailId: string }
  | { readonly kind: 'sign-in-mail-send'; readonly tenantId: string; readonly signInCodeId: string }
  | { readonly kind: 'waitlist-mail-send'; readonly tenantId: string; readonly mailId: string }
  | { readonly kind: 'survey-mail-send'; readonly tenantId: string; readonly mailId: string }
  | { readonly kind: 'survey-sweep' }
  | { readonly kind: 'task-mail-send'; readonly tenantId: string; readonly mailId: string }
  | {
      readonly kind: 'right-mail-send';
      readonly tenantId: string;
      readonly mailId: string;
      readonly relatedPersonId: string;
      readonly change: 'given' | 'ended';
    }
  | { readonly kind: 'waitlist-offer'; readonly tenantId: string }
  | { readonly kind: 'waitlist-sweep' }
  | { readonly kind: 'sign-ins-prune' }
  | { readonly kind: 'holds-sweep' }
  | { readonly kind: 'idempotency-prune' }
  | { readonly kind: 'rate-limits-prune' }
  | { readonly kind: 'files-sweep' };
export type JobKind = Job['kind'];

/** Does one job. A job may be run twice, and its row may be gone: both are no error. A throw means: try again later. */
export type JobHandler = (job: Job) => Promise<void>;

/** The job queue. */
export interface Jobs {
  /** Adds a job within a transaction: it exists exactly if the transaction commits. */
  enqueue(transaction: TenantTransaction, job: Job): Promise<void>;
}

/** Who hears what processes tell one another. */
export interface NotificationListener {
  /** Something was told, by this process or another one. */
  heard(channel: string, payload: string): void;
  /** Nothing more is heard: what was told since may have been missed. Called once, and not after `stop`. */
  lost(): void;
}

/** What the processes of a deployment tell one another through their database (`notify`): that there is something to read, never what. */
export interface Notifications {
  /**
   * Hears some channels from the moment at which it resolves.
   *
   * @returns what stops it
   * @throws the database's own error
   */
  listen(channels: readonly string[], listener: NotificationListener): Promise<() => Promise<void>>;
}

/** Runs something once, later. It keeps no process from ending. */
export interface Timer {
  /** @returns what calls it off */
  after(milliseconds: number, run: () => void): () => void;
}

/** A mail that is ready to go. */
export interface OutgoingMail {
  /** Stays the same over retries, so that a channel can drop a repeat. */
  readonly id: string;
  readonly tenantId: string;
  /** Whose data it holds; null when it holds no patient's. A channel that keeps it seals it with that patient's key. */
  readonly patientId: string | null;
  /** Of a mail with a one-time code: the address that it is to show. A channel that keeps it can find it again when that person is erased. */
  readonly codeFor?: string;
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

/** The name of an object: opaque ids only, which say nothing about anybody. */
export interface FileName {
  readonly tenantId: string;
  /** `fil_…` */
  readonly id: string;
}

/**
 * Where objects are kept: a folder, or whatever speaks S3. It is handed what is sealed already (`files/stored-files.ts`), so that it needs to be trusted with
 * keeping it and with nothing else.
 */
export interface Files {
  /** Writes an object whole, in place of one of the same name: when it resolves, it is there and durable. @throws FilesError */
  put(name: FileName, content: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Reads it whole; undefined when there is none. @throws FilesError */
  get(name: FileName): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** One that is not there is deleted too. @throws FilesError */
  delete(name: FileName): Promise<void>;
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
  readonly passwords: Passwords;
  readonly commonPasswords: CommonPasswords;
  readonly jobs: Jobs;
  readonly mail: MailChannel;
  readonly files: Files;
  readonly notifications: Notifications;
  readonly timer: Timer;
  readonly logger: Logger;
}
