import { readFileSync } from 'node:fs';
import { ErasureListError, KeyError, type LimitSettings, readLimits } from '@openprm/server/core';
import {
  createJsonLogger,
  FilesError,
  type FilesSetting,
  FolderInUseError,
  KeyFileError,
  openServer,
  readFilesSetting,
} from '@openprm/server/node';
import type { Config } from './config.ts';
import { prepareDataFolder } from './data-folder.ts';
import { toDatabaseStartupProblem } from './database-startup-problem.ts';
import type { ReferenceServer } from './reference-server.ts';
import { cutOff } from './cut-off.ts';
import { remoteAddressOf } from './remote-address.ts';
import { StartupProblem } from './startup-problem.ts';

/** The log of this process: JSON lines on standard output. The demo, which runs in somebody's terminal, writes only what went wrong. */
export const createLogger = ({ database }: Pick<Config, 'database'>) =>
  createJsonLogger(database.kind === 'embedded' ? 'error' : 'info', (line) => process.stdout.write(line));

/**
 * Opens the server as the configuration says. This is the only file that knows the server's package.
 *
 * @param publicUrl what mailed links begin with
 * @param ownOrigins further origins under which this process answers
 * @throws StartupProblem what cannot be opened and what to do about it
 */
export async function openReferenceServer(
  config: Config,
  { publicUrl, ownOrigins }: { readonly publicUrl: string; readonly ownOrigins: readonly string[] },
): Promise<ReferenceServer> {
  const { database, smtpUrl, mailFrom, keyFile, auditFile, erasureFile, files, proxies, limits } = config;
  if (database.kind === 'embedded') await prepareDataFolder(database.folder);
  try {
    return await openServer({
      database,
      publicUrl,
      ownOrigins,
      smtp: smtpUrl === undefined || mailFrom === undefined ? undefined : { url: smtpUrl, from: mailFrom },
      keyFile,
      auditFile,
      erasureFile,
      files: files === undefined ? undefined : filesOf(files),
      proxies,
      limits: limits === undefined ? undefined : limitsOf(limits),
      remoteAddressOf,
      cutOff,
      version: readVersion(),
      logger: createLogger(config),
    });
  } catch (error) {
    throw toStartupProblem(error, config);
  }
}

function filesOf({ setting, env }: NonNullable<Config['files']>): FilesSetting {
  try {
    return readFilesSetting(setting, env);
  } catch (error) {
    throw error instanceof RangeError ? new StartupProblem('config-invalid', `OPENPRM_FILES ${error.message}`) : error;
  }
}

function limitsOf(text: string): LimitSettings {
  try {
    return readLimits(text);
  } catch (error) {
    throw error instanceof RangeError
      ? new StartupProblem('config-invalid', `OPENPRM_LIMITS: ${error.message}`)
      : error;
  }
}

/** Says in words why opening failed; what it does not know stays as it is. */
export function toStartupProblem(error: unknown, { database }: Pick<Config, 'database'>): unknown {
  if (error instanceof FolderInUseError) {
    return new StartupProblem(
      'data-folder-in-use',
      `${error.message} Stop that one first, or choose another folder: OPENPRM_DATA=/path/to/folder npm start`,
    );
  }
  if (error instanceof FilesError) return new StartupProblem('files-unusable', error.message);
  if (error instanceof KeyFileError) return new StartupProblem(error.code, error.message);
  if (error instanceof KeyError) return new StartupProblem('keys-unusable', error.message);
  if (error instanceof ErasureListError) return new StartupProblem(error.code, error.message);
  return database.kind === 'external' ? toDatabaseStartupProblem(error, database.url) : error;
}

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '0.0.0';
}
