import { cpSync, mkdirSync, readdirSync, readlinkSync, symlinkSync, lstatSync, existsSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../tooling/places.mjs';
import { temporaryFolder } from './app-process.ts';

const leftOut = new Set(['node_modules', 'dist', '.cache', '.git', '.openprm', 'coverage']);
const topLevel = [
  'package.json',
  'package-lock.json',
  '.npmrc',
  'tsconfig.json',
  'rollup.config.mjs',
  'packages',
  'examples',
];

/**
 * A copy of the repository as after `npm ci`: sources, nothing built, and this checkout's packages behind links. It goes with this process.
 *
 * @returns its folder
 */
export function copyCheckout(): string {
  const copy = temporaryFolder();
  for (const name of topLevel) {
    cpSync(path.join(root, name), path.join(copy, name), {
      recursive: true,
      filter: (source) => !leftOut.has(path.basename(source)) && !source.endsWith('.tsbuildinfo'),
    });
  }
  linkPackages(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  for (const name of readdirSync(path.join(root, 'packages'))) {
    const nested = path.join(root, 'packages', name, 'node_modules');
    if (existsSync(nested)) linkPackages(nested, path.join(copy, 'packages', name, 'node_modules'));
  }
  return copy;
}

/** Links to our own packages are relative, so that in the copy they lead to its own sources; all others lead here. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = path.join(from, name);
    if (name === '@openprm') linkPackages(source, path.join(to, name));
    else if (lstatSync(source).isSymbolicLink()) symlinkSync(readlinkSync(source), path.join(to, name));
    else symlinkSync(source, path.join(to, name));
  }
}
