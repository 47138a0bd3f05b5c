import { readFileSync } from 'node:fs';
import path from 'node:path';

interface LockEntry {
  readonly resolved?: string;
  readonly extraneous?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Checks a package-lock.json for what makes `npm ci` fail elsewhere: a binary for another platform that the registry
 * lacked when the lock was written is left out without a word, and an address pins everyone to one registry.
 *
 * @returns one message per fault
 */
export function checkLock(root: string, file: string): string[] {
  const lock = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as { packages: Record<string, LockEntry> };
  const names = Object.keys(lock.packages);
  const has = (name: string) => names.some((where) => where.endsWith(`node_modules/${name}`));
  return Object.entries(lock.packages).flatMap(([where, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !has(name));
    return [
      ...missing.map((name) => `${file}: ${where} may need ${name}, which the lock lacks: pin an older version of it`),
      ...(/^https?:/.test(entry.resolved ?? '') ? [`${file}: ${where} names an address (${entry.resolved})`] : []),
      ...(entry.extraneous ? [`${file}: ${where} belongs to nothing: remove the entry`] : []),
    ];
  });
}
