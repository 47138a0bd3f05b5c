import { findPackageJSON } from 'node:module';
import path from 'node:path';
import { tooling } from '../places.mjs';
import { runNode, type CommandOptions, type CommandResult } from '../test/command.ts';

/** The path of a command that an installed package brings. */
export function binary(packageName: string, file: string): string {
  const manifest = findPackageJSON(packageName, import.meta.url);
  if (!manifest) throw new Error(`${packageName} is not installed: run npm ci.`);
  return path.join(path.dirname(manifest), file);
}

/** Runs Prettier over every file that it knows and git does not ignore. */
export function prettier(mode: '--check' | '--write', options: CommandOptions = {}): Promise<CommandResult> {
  const settings = [
    '--config',
    path.join(tooling, 'prettier.json'),
    '--ignore-path',
    path.join(tooling, 'prettierignore'),
  ];
  const flags = ['--ignore-path', '.gitignore', '--log-level', mode === '--check' ? 'warn' : 'log', '--ignore-unknown'];
  const arguments_ = [...settings, ...flags, mode, '.'];
  return runNode([binary('prettier', 'bin/prettier.cjs'), ...arguments_], options);
}
