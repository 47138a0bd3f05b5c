import path from 'node:path';
import {
  type Clock,
  type Core,
  type Logger,
  type MailChannel,
  type Ports,
  type Random,
  createCore,
  createKeys,
  type OutboxMail,
  createOutboxChannel,
  demoTenant,
  listOutbox,
  migrate,
  openDemoClinic,
} from '../core/index.ts';
import { type DatabaseConfig, openDatabase } from './database.ts';
import { readRootKey } from './key-file.ts';
import { startJournalLoop } from './journal-loop.ts';
import { openJobQueue } from './jobs-pg-boss.ts';
import { createSmtpChannel } from './mail-smtp.ts';
import { checkRootKey, needsRootKey } from './root-key-check.ts';

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
  readonly version: string;
  readonly logger: Logger;
}

/** What only the embedded demo has. */
export interface Demo {
  readonly publishableKey: string;
  readonly secretKey: string;
  /** Newest first. */
  outbox(): Promise<readonly OutboxMail[]>;
}

/** The reference server of one process. */
export interface OpenServer {
  readonly api: Core['api'];
  readonly mode: DatabaseConfig['kind'];
  readonly demo: Demo | undefined;
  /** Finishes what was begun (jobs, numbering), then closes the database. */
  close(): Promise<void>;
}

const clock: Clock = { now: () => Date.now() };
const random: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/**
 * Opens the database, migrates it, and starts the queue and the sequencer.
 *
 * @throws FolderInUseError, KeyFileError, or the database's own error; whatever was opened is closed again
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
    const keys = createKeys(readRootKey(keyFile, await needsRootKey(database)));
    await checkRootKey(database, keys, keyFile);

    const queue = await openJobQueue(open, logger);
    closers.push(() => queue.stop());
    const isDemo = config.database.kind === 'embedded';
    const ports: Ports = {
      database,
      clock,
      random,
      keys,
      jobs: queue,
      mail: channelOf(config, { database, keys }),
      logger,
    };
    const core = createCore(ports, {
      publicUrl: config.publicUrl,
      ownOrigins: config.ownOrigins ?? [],
      version: config.version,
      isDemo,
      onCommitted: () => loop.wake(),
    });
    const loop = startJournalLoop(core.sequence, logger);
    closers.push(() => loop.stop());
    if (isDemo) await openDemoClinic(ports, core.api);
    await queue.work(core.runJob);

    return {
      api: core.api,
      mode: config.database.kind,
      demo: isDemo ? { ...demoTenant, outbox: () => listOutbox({ database, keys }, demoTenant.tenantId) } : undefined,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function keyFileOf({ keyFile, database }: ServerConfig): string {
  if (keyFile !== undefined) return keyFile;
  if (database.kind === 'embedded') return path.join(database.folder, 'root.key');
  throw new Error('OPENPRM_KEY_FILE must say where the root key is kept, apart from the database.');
}

function channelOf({ smtp, database }: ServerConfig, ports: Pick<Ports, 'database' | 'keys'>): MailChannel {
  if (smtp !== undefined) return createSmtpChannel(smtp);
  if (database.kind === 'embedded') return createOutboxChannel(ports);
  throw new Error('SMTP_URL must say where mail goes.');
}
