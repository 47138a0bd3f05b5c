import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root, tooling } from '../places.mjs';
import { runNode } from '../test/command.ts';
import type { Check } from '../test/stage.ts';
import { checkArrows } from './arrows.ts';
import { binary, prettier } from './format.ts';
import { checkLock } from './locks.ts';

/** Everything that `npm run lint` checks. */
export const lint: readonly Check[] = [
  { name: 'code rules (oxlint)', run: codeRules },
  { name: 'format (prettier; `npm run format` writes it)', run: format },
  { name: 'arrows between packages', run: async () => list(checkArrows(root)) },
  { name: 'lock files install anywhere', run: async () => list(lockFiles.flatMap((file) => checkLock(root, file))) },
  { name: 'READMEs are short', run: async () => list(longReadmes()) },
  { name: 'nothing unused (knip)', run: unused },
];

const lockFiles = [
  'package-lock.json',
  'packages/tooling/node/package-lock.json',
  'packages/tooling/docs/package-lock.json',
  'packages/tooling/size/libraries/package-lock.json',
];

async function codeRules(): Promise<string | undefined> {
  const flags = ['--type-aware', '--config', path.join(tooling, 'oxlint.json')];
  const { code, output } = await runNode([binary('oxlint', 'bin/oxlint'), ...flags]);
  return code === 0 ? undefined : output;
}

async function format(): Promise<string | undefined> {
  const { code, output } = await prettier('--check');
  return code === 0 ? undefined : output;
}

async function unused(): Promise<string | undefined> {
  const flags = ['--config', path.join(tooling, 'knip.json'), '--no-progress', '--no-config-hints'];
  const { code, output } = await runNode([binary('knip', 'bin/knip.js'), ...flags]);
  return code === 0 ? undefined : output;
}

/** A README is a door, not the house: the rest belongs in docs/. */
function longReadmes(): string[] {
  const limits = [
    ...globSync('README.md', { cwd: root }).map((file) => ({ file, limit: 120 })),
    ...globSync(['packages/*/README.md', 'examples/*/README.md'], { cwd: root }).map((file) => ({ file, limit: 60 })),
  ];
  return limits.flatMap(({ file, limit }) => {
    const lines = readFileSync(path.join(root, file), 'utf8').trimEnd().split('\n').length;
    return lines > limit ? [`${file} has ${lines} lines, at most ${limit}`] : [];
  });
}

function list(messages: readonly string[]): string | undefined {
  return messages.length > 0 ? messages.join('\n') : undefined;
}
