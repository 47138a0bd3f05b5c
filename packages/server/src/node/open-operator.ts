import {
  type Clock,
  type Logger,
  type Ports,
  type Random,
  createKeys,
  createRootKeys,
  migrate,
} from '../core/index.ts';
import { openDatabase } from './database.ts';
import { readRootKeys } from './key-file.ts';
import { checkRootKeys, needsRootKey } from './root-key-check.ts';

/** What a command that an operator runs works with. */
export interface Operator extends Pick<Ports, 'database' | 'keys' | 'clock' | 'random'> {
  close(): Promise<void>;
}

const clock: Clock = { now: () => Date.now() };
const random: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

/**
 * Opens an external database for one command, migrated, with its keys and without a server around it. A server may run beside it.
 *
 * @throws KeyFileError, or the database's own error; whatever was opened is closed again
 */
export async function openOperator(settings: {
  readonly databaseUrl: string;
  readonly keyFile: string;
  readonly logger: Logger;
}): Promise<Operator> {
  const { database, close } = await openDatabase({ kind: 'external', url: settings.databaseUrl }, settings.logger);
  try {
    await migrate(database);
    // made if there is none yet: a command may come before the first start
    readRootKeys(settings.keyFile, await needsRootKey(database));
    const keys = createKeys({ database, rootKeys: createRootKeys(() => readRootKeys(settings.keyFile, true)) });
    await checkRootKeys(database, keys, settings.keyFile);
    return { database, keys, clock, random, close };
  } catch (error) {
    await close();
    throw error;
  }
}
