import { parseArgs } from 'node:util';
import { type OperatorSettings, readOperatorSettings } from './operator-settings.ts';
import { StartupProblem } from './startup-problem.ts';

const acts = ['status', 'add', 'rotate', 'retire'] as const;

/** What `npm run root-key` was asked for. */
export type RootKeyRequest = OperatorSettings & { readonly act: (typeof acts)[number] };

const usage = [
  'Usage, with the settings of the server in the environment:',
  '  npm run root-key -- status   which root keys the file has, and what each one wraps',
  '  npm run root-key -- add      adds a new root key to the file; then copy the file to every machine that runs the server',
  '  npm run root-key -- rotate   wraps and seals everything by the newest root key; servers may run meanwhile',
  '  npm run root-key -- retire   removes the root keys that wrap nothing any more from the file',
].join('\n');

/**
 * Reads the command line.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readRootKeyRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): RootKeyRequest {
  const [given, ...rest] = readPositionals(args);
  const act = acts.find((known) => known === given);
  if (act === undefined || rest.length > 0) {
    throw new StartupProblem('config-invalid', `Say what to do with the root key: ${acts.join(', ')}.\n${usage}`);
  }
  return { ...readOperatorSettings(env, usage), act };
}

function readPositionals(args: readonly string[]): readonly string[] {
  try {
    return parseArgs({ args: [...args], options: {}, allowPositionals: true }).positionals;
  } catch (error) {
    throw new StartupProblem('config-invalid', `${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}
