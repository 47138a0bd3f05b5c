import { hkdfSync } from 'node:crypto';
import path from 'node:path';
import {
  type Clock,
  type Core,
  type LimitSettings,
  type Database,
  type Keys,
  type Logger,
  type MailChannel,
  type Ports,
  type Random,
  createCore,
  createKeys,
  createRootKeys,
  replayErasures,
  upgradeFirstRelease,
  type Outbox,
  type DemoStaff,
  createOutboxChannel,
  demoPassword,
  demoStaff,
  demoTenant,
  listOutbox,
  migrate,
  openDemoClinic,
} from '../core/index.ts';
import { auditFileBeside, createAuditFile } from './audit-file.ts';
import { type DatabaseConfig, openDatabase } from './database.ts';
import { createErasureFile, erasureFileBeside } from './erasure-file.ts';
import { readRootKeys } from './key-file.ts';
import { startJournalLoop } from './journal-loop.ts';
import { type FilesSetting, openFiles } from './open-files.ts';
import { openJobQueue } from './jobs-pg-boss.ts';
import { createSmtpChannel } from './mail-smtp.ts';
import { nodeCiphers } from './node-ciphers.ts';
import { createCommonPasswords } from './common-passwords.ts';
import { createScryptPasswords } from './scrypt-passwords.ts';
import { systemTimer } from './timer.ts';
import { checkRootKeys, needsRootKey } from './root-key-check.ts';

/** What a process decides. */
export interface ServerConfig {
  readonly database: DatabaseConfig;
  /** Where patients reach the app: what mailed links begin with, without a slash at the end. */
  readonly publicUrl: string;
  /** Without it the embedded demo keeps mail in its outbox; with an external database it is required. */
  readonly smtp?: { readonly url: string; readonly from: string } | undefined;
  /** By default `root.key` in the data folder, for the embedded database; required with an external one. */
  readonly keyFile?: string | undefined;
  /** Further origins under which this API is reached. */
  readonly ownOrigins?: readonly string[] | undefined;
  /** The file that the audit's heads are written to, outside the database; by default `audit-record.jsonl` beside the key file. */
  readonly auditFile?: string | undefined;
  /** Other limits than the defaults. */
  readonly limits?: LimitSettings | undefined;
  /** The address at the other end of a connection, from what the HTTP server hands on with a request. */
  readonly remoteAddressOf?: ((bindings: unknown) => string | undefined) | undefined;
  /** Ends a connection at once, from what the HTTP server hands on with a request. */
  readonly cutOff?: ((bindings: unknown) => void) | undefined;
  /** How many proxies of ours every request comes through; none by default. */
  readonly proxies?: number | undefined;
  /** Where it is written down who was erased; by default `erasures.jsonl` beside the key file. */
  readonly erasureFile?: string | undefined;
  /** Where files are kept; by default `files` in the data folder, for the embedded database, and nowhere with an external one. */
  readonly files?: FilesSetting | undefined;
  readonly version: string;
  readonly logger: Logger;
}

/** What only the embedded demo has. */
export interface Demo {
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly tenantId: string;
  /** Who can sign in at `/staff`, all with the same password. */
  readonly staff: readonly DemoStaff[];
  readonly staffPassword: string;
  /** Newest first. */
  outbox(): Promise<Outbox>;
}

/** The reference server of one process. */
export interface OpenServer {
  readonly api: Core['api'];
  readonly addressOf: Core['addressOf'];
  readonly frameOrigins: Core['frameOrigins'];
  readonly takePolicyReport: Core['takePolicyReport'];
  readonly staffSignIn: Core['staffSignIn'];
  readonly staffEnrolment: Core['staffEnrolment'];
  readonly staffPasswordChange: Core['staffPasswordChange'];
  readonly staffProof: Core['staffProof'];
  readonly mode: DatabaseConfig['kind'];
  readonly demo: Demo | undefined;
  /** Ends all streams and calls that wait, and opens no more: else a listener that closes would wait for them. */
  readonly closeFeeds: Core['closeFeeds'];
  /** Finishes what was begun (jobs, numbering), then closes the database. */
  close(): Promise<void>;
}

const clock: Clock = { now: () => Date.now() };
const random: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/**
 * Opens the database, migrates it, and starts the queue and the sequencer.
 *
 * @throws FolderInUseError, KeyFileError, FilesError, or the database's own error; whatever was opened is closed again
 */
export async function openServer(config: ServerConfig): Promise<OpenServer> {
  const { logger } = config;
  const open = await openDatabase(config.database, logger);
  const closers: (() => Promise<void>)[] = [() => open.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const { database } = open;
    await migrate(database);
    const keyFile = keyFileOf(config);
    // made if there is none yet; a key that another process adds later is read then
    const [rootKey = new Uint8Array()] = readRootKeys(keyFile, await needsRootKey(database));
    const keys = createKeys({
      database,
      rootKeys: createRootKeys(() => readRootKeys(keyFile, true)),
      ciphers: nodeCiphers,
    });
    await checkRootKeys(database, keys, keyFile);
    if (config.database.kind === 'embedded') await prepareEveryTenant(database, keys);
    await upgradeFirstRelease({ database, keys });
    const erasureList = createErasureFile(config.erasureFile ?? erasureFileBeside(keyFile));
    const erasedAgain = await replayErasures({ database, keys }, erasureList);
    if (erasedAgain > 0) logger.info('erased-again', { patients: erasedAgain });

    const queue = await openJobQueue(open, logger);
    closers.push(() => queue.stop());
    const isDemo = config.database.kind === 'embedded';
    const files = await openFiles(config.files ?? usualFiles(config.database));
    const ports: Ports = {
      database,
      clock,
      random,
      keys,
      passwords: createScryptPasswords(),
      commonPasswords: createCommonPasswords(),
      jobs: queue,
      files,
      mail: channelOf(config, { database, keys }),
      notifications: open.notifications,
      timer: systemTimer,
      logger,
    };
    const core = createCore(ports, {
      publicUrl: config.publicUrl,
      ownOrigins: config.ownOrigins ?? [],
      version: config.version,
      isDemo,
      onCommitted: () => loop.wake(),
      limitKey: limitKeyOf(rootKey),
      erasureList,
      auditRecord: createAuditFile(config.auditFile ?? auditFileBeside(keyFile)),
      proxies: config.proxies ?? 0,
      ...(config.limits === undefined ? {} : { limits: config.limits }),
      ...(config.remoteAddressOf === undefined ? {} : { remoteAddressOf: config.remoteAddressOf }),
      ...(config.cutOff === undefined ? {} : { cutOff: config.cutOff }),
    });
    const loop = startJournalLoop(core.sequence, logger);
    closers.push(() => loop.stop());
    closers.push(() => core.closeFeeds());
    if (isDemo) await openDemoClinic(ports, core.api);
    await queue.work(core.runJob);

    return {
      api: core.api,
      addressOf: core.addressOf,
      frameOrigins: core.frameOrigins,
      takePolicyReport: core.takePolicyReport,
      staffSignIn: core.staffSignIn,
      staffEnrolment: core.staffEnrolment,
      staffPasswordChange: core.staffPasswordChange,
      staffProof: core.staffProof,
      closeFeeds: core.closeFeeds,
      mode: config.database.kind,
      demo: isDemo
        ? {
            ...demoTenant,
            staff: demoStaff,
            staffPassword: demoPassword,
            outbox: () => listOutbox({ database, keys }, demoTenant.tenantId),
          }
        : undefined,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The key under which callers' addresses are hashed: of the root key, so that all processes have the same. */
const limitKeyOf = (rootKey: Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(hkdfSync('sha256', rootKey, '', 'openprm/limits', 32));

/** The embedded database has one connection: a tenant's keys are read before a transaction has it. */
async function prepareEveryTenant(database: Database, keys: Keys): Promise<void> {
  for (const { tenant_id: tenantId } of await database.selectFrom('tenant').select('tenant_id').execute()) {
    await keys.prepare(tenantId);
  }
}

function keyFileOf({ keyFile, database }: ServerConfig): string {
  if (keyFile !== undefined) return keyFile;
  if (database.kind === 'embedded') return path.join(database.folder, 'root.key');
  throw new Error('OPENPRM_KEY_FILE must say where the root key is kept, apart from the database.');
}

const usualFiles = (database: DatabaseConfig): FilesSetting | undefined =>
  database.kind === 'embedded' ? { kind: 'folder', folder: path.join(database.folder, 'files') } : undefined;

function channelOf({ smtp, database }: ServerConfig, ports: Pick<Ports, 'database' | 'keys'>): MailChannel {
  if (smtp !== undefined) return createSmtpChannel(smtp);
  if (database.kind === 'embedded') return createOutboxChannel(ports);
  throw new Error('SMTP_URL must say where mail goes.');
}
