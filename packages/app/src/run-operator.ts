import { KeyError } from '@openprm/server/core';
import { createJsonLogger, KeyFileError, type Operator, openOperator } from '@openprm/server/node';
import { toDatabaseStartupProblem } from './database-startup-problem.ts';
import type { OperatorSettings } from './operator-settings.ts';
import { StartupProblem } from './startup-problem.ts';

/**
 * Opens the database and the keys, does one thing and closes them again.
 *
 * @throws StartupProblem what could not be done, and what to do about it
 */
export async function runOperator<Result>(
  { databaseUrl, keyFile }: OperatorSettings,
  act: (operator: Operator) => Promise<Result>,
): Promise<Result> {
  const logger = createJsonLogger('error', (line) => process.stderr.write(line));
  try {
    const operator = await openOperator({ databaseUrl, keyFile, logger });
    try {
      return await act(operator);
    } finally {
      await operator.close();
    }
  } catch (error) {
    throw toOperatorProblem(error, databaseUrl);
  }
}

/**
 * What a command could not do, in words that say what to do; or what it does not know, handed back.
 *
 * @param databaseUrl `DATABASE_URL`; undefined for the embedded demo
 */
export function toOperatorProblem(error: unknown, databaseUrl: string | undefined): unknown {
  if (error instanceof RangeError) return new StartupProblem('config-invalid', error.message);
  if (error instanceof KeyFileError) return new StartupProblem(error.code, error.message);
  if (error instanceof KeyError) return new StartupProblem('keys-unusable', error.message);
  return databaseUrl === undefined ? error : toDatabaseStartupProblem(error, databaseUrl);
}
