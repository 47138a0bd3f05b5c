import { parseArgs } from 'node:util';
import type { OwnerInvite } from '@openprm/server/core';
import { type OperatorSettings, readOperatorSettings } from './operator-settings.ts';
import { StartupProblem } from './startup-problem.ts';

/** What `npm run owner` was asked for. */
export interface OwnerRequest extends OperatorSettings {
  readonly invite: OwnerInvite;
  /** Where the app is reached: the invitation's link begins with it. */
  readonly publicUrl: string;
}

const usage =
  'Usage, with the settings of the server in the environment: npm run owner -- --tenant ten_… --name "Olive Marsh" --email olive@north.example';

/**
 * Reads the command line. Whether name and address are good is for the server to say.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readOwnerRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): OwnerRequest {
  const { tenant: tenantId, name, email } = readOptions(args);
  if (tenantId === undefined || name === undefined || email === undefined)
    throw new StartupProblem('config-invalid', `An owner has a tenant, a name and an e-mail address.\n${usage}`);
  const publicUrl = env['OPENPRM_PUBLIC_URL']?.trim().replace(/\/$/, '');
  if (!publicUrl)
    throw new StartupProblem(
      'config-invalid',
      `Set OPENPRM_PUBLIC_URL: the invitation's link begins with it.\n${usage}`,
    );
  return { ...readOperatorSettings(env, usage), invite: { tenantId, name, email }, publicUrl };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { tenant: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
    }).values;
  } catch (error) {
    throw new StartupProblem('config-invalid', `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
