import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root, tooling } from '../places.mjs';
import { runCommand, runNode } from '../test/command.ts';

const home = path.join(tooling, 'docs');
const typedoc = path.join(home, 'node_modules/typedoc/bin/typedoc');

/**
 * Writes the reference of the contract and the SDK to docs/reference. typedoc needs an older TypeScript than the one
 * that builds, so both are installed in this folder, from a lock file of their own.
 *
 * @returns whether typedoc ended without an error
 */
export async function generateReference(): Promise<boolean> {
  if (!existsSync(typedoc)) {
    const { code } = await runCommand('npm', ['ci', '--prefix', home, '--no-audit', '--no-fund'], { live: true });
    if (code !== 0) return false;
  }
  rmSync(path.join(root, 'docs/reference'), { recursive: true, force: true });
  const { code, output } = await runNode([typedoc, '--options', path.join(home, 'typedoc.json')]);
  if (code !== 0) console.log(output);
  return code === 0;
}
