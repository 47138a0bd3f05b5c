import path from 'node:path';
import { StartupProblem } from './startup-problem.ts';

/** What every command of the operator needs: the database and the keys of the running servers. */
export interface OperatorSettings {
  readonly databaseUrl: string;
  readonly keyFile: string;
}

/**
 * Reads them from the environment that the server starts with.
 *
 * @param usage is shown with what is wrong
 * @throws StartupProblem `config-invalid`
 */
export function readOperatorSettings(
  env: Readonly<Record<string, string | undefined>>,
  usage: string,
): OperatorSettings {
  const invalid = (message: string) => new StartupProblem('config-invalid', `${message}\n${usage}`);
  const databaseUrl = env['DATABASE_URL']?.trim();
  if (!databaseUrl)
    throw invalid('Set DATABASE_URL to the database of your clinics; the embedded one holds only the demo.');
  if (!/^postgres(ql)?:\/\/[^/]/.test(databaseUrl) || !URL.canParse(databaseUrl))
    throw invalid('DATABASE_URL must look like postgres://user:password@host:5432/database.');
  const keyFile = env['OPENPRM_KEY_FILE']?.trim();
  if (!keyFile) throw invalid('Set OPENPRM_KEY_FILE to the file with the root key that the server uses.');
  return { databaseUrl, keyFile: path.resolve(keyFile) };
}
