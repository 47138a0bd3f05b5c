import { parseArgs } from 'node:util';
import { StartupProblem } from './startup-problem.ts';

/** What `npm run tenant` was asked for. */
export interface TenantRequest {
  readonly databaseUrl: string;
  readonly name: string;
  readonly origins: readonly string[];
}

const usage =
  'Usage: DATABASE_URL=postgres://… npm run tenant -- --name "North Clinic" --origin https://north.example [--origin …]';

/**
 * Reads the command line. Whether name and origins are good is for the server to say.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readTenantRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): TenantRequest {
  const { name, origin: origins } = readOptions(args);
  const databaseUrl = env['DATABASE_URL']?.trim();
  if (name === undefined || origins === undefined) {
    throw new StartupProblem('config-invalid', `A tenant needs a name and at least one origin of its pages.\n${usage}`);
  }
  if (!databaseUrl) {
    throw new StartupProblem(
      'config-invalid',
      `Set DATABASE_URL to the database of your clinics; the embedded one holds only the demo.\n${usage}`,
    );
  }
  if (!/^postgres(ql)?:\/\/[^/]/.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new StartupProblem(
      'config-invalid',
      'DATABASE_URL must look like postgres://user:password@host:5432/database.',
    );
  }
  return { databaseUrl, name, origins };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { name: { type: 'string' }, origin: { type: 'string', multiple: true } },
    }).values;
  } catch (error) {
    throw new StartupProblem('config-invalid', `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
