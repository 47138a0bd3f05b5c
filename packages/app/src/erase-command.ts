import path from 'node:path';
import { parseArgs } from 'node:util';
import { type OperatorSettings, readOperatorSettings } from './operator-settings.ts';
import { StartupProblem } from './startup-problem.ts';

/** What `npm run erase` was asked for. */
export interface EraseRequest extends OperatorSettings {
  readonly tenantId: string;
  readonly patientId: string;
  /** Where it is written down; undefined for the file beside the key file. */
  readonly erasureFile: string | undefined;
}

const usage =
  'Usage, with the settings of the server in the environment: npm run erase -- --tenant ten_… --patient pat_…   It cannot be undone.';

/**
 * Reads the command line.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readEraseRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): EraseRequest {
  const { tenant: tenantId, patient: patientId } = readOptions(args);
  if (
    tenantId === undefined ||
    !tenantId.startsWith('ten_') ||
    patientId === undefined ||
    !patientId.startsWith('pat_')
  ) {
    throw new StartupProblem('config-invalid', `Say whom to erase: --tenant ten_… --patient pat_…\n${usage}`);
  }
  const erasureFile = env['OPENPRM_ERASURE_FILE']?.trim();
  return {
    ...readOperatorSettings(env, usage),
    tenantId,
    patientId,
    erasureFile: erasureFile ? path.resolve(erasureFile) : undefined,
  };
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { tenant: { type: 'string' }, patient: { type: 'string' } } }).values;
  } catch (error) {
    throw new StartupProblem('config-invalid', `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
