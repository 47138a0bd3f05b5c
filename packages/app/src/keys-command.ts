import { parseArgs } from 'node:util';
import type { ApiKey, ApiKeyCreate } from '@openprm/server/core';
import { type OperatorSettings, readOperatorSettings } from './operator-settings.ts';
import { StartupProblem } from './startup-problem.ts';

/** What `npm run keys` was asked for. */
export type KeysRequest = OperatorSettings & { readonly tenantId: string } & (
    | { readonly act: 'list' }
    | { readonly act: 'create'; readonly create: ApiKeyCreate }
    | { readonly act: 'revoke'; readonly keyId: string }
    | { readonly act: 'add-origin' | 'remove-origin'; readonly keyId: string; readonly origin: string }
  );

const usage = [
  'Usage, with the settings of the server in the environment:',
  '  npm run keys -- list          --tenant ten_…',
  '  npm run keys -- create        --tenant ten_… --kind secret --name "booking server" --scope appointments:read [--scope …]',
  '  npm run keys -- create        --tenant ten_… --kind publishable --name "new site" --origin https://north.example [--origin …]',
  '  npm run keys -- revoke        --tenant ten_… --key key_…',
  '  npm run keys -- add-origin    --tenant ten_… --key key_… --origin https://north.example',
  '  npm run keys -- remove-origin --tenant ten_… --key key_… --origin https://north.example',
].join('\n');

const invalid = (message: string) => new StartupProblem('config-invalid', `${message}\n${usage}`);

/**
 * Reads the command line. Whether names, scopes and origins are good is for the server to say.
 *
 * @throws StartupProblem `config-invalid`
 */
export function readKeysRequest(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): KeysRequest {
  const { act, values } = readOptions(args);
  const { tenant: tenantId, key: keyId, kind, name, scope: scopes = [], origin: origins = [] } = values;
  if (tenantId === undefined) throw invalid('Say which tenant: --tenant ten_…');
  const settings = { ...readOperatorSettings(env, usage), tenantId };
  switch (act) {
    case 'list':
      return { ...settings, act };
    case 'create':
      if ((kind !== 'secret' && kind !== 'publishable') || name === undefined)
        throw invalid('A new key has a --kind, secret or publishable, and a --name.');
      return { ...settings, act, create: { tenantId, kind, name, scopes, origins } };
    case 'revoke':
      if (keyId === undefined) throw invalid('Say which key: --key key_…');
      return { ...settings, act, keyId };
    case 'add-origin':
    case 'remove-origin': {
      const [origin] = origins;
      if (keyId === undefined || origin === undefined || origins.length > 1)
        throw invalid('Say which key and one origin: --key key_… --origin https://…');
      return { ...settings, act, keyId, origin };
    }
    default:
      throw invalid(act === undefined ? 'Say what to do.' : `There is no ${act}.`);
  }
}

/** Keys as lines that line up, for a terminal. */
export function describeKeys(keys: readonly ApiKey[]): string {
  const rows = keys.map(({ id, kind, name, scopes, origins, createdOn, lastUsedOn, isLive }) => [
    id,
    kind,
    isLive ? 'live' : 'revoked',
    createdOn,
    lastUsedOn ?? 'never',
    name,
    (kind === 'secret' ? scopes : origins).join(' '),
  ]);
  const table = [['key', 'kind', 'state', 'created', 'last used', 'name', 'scopes or origins'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        tenant: { type: 'string' },
        key: { type: 'string' },
        kind: { type: 'string' },
        name: { type: 'string' },
        scope: { type: 'string', multiple: true },
        origin: { type: 'string', multiple: true },
      },
    });
    return { act: positionals[0], values };
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error));
  }
}
