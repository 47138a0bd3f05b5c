import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { StartupProblem } from './startup-problem.ts';

/**
 * Makes the data folder, readable by nobody else, unless it is there.
 *
 * @throws StartupProblem `data-folder-unwritable`
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StartupProblem(
      'data-folder-unwritable',
      `The data folder ${folder} cannot be written (${reason}). Give this user the right to write there, or choose another: OPENPRM_DATA=/path/to/folder npm start`,
    );
  }
}

/** As `mkdir` with `recursive`, which never ends where a file system has a parent and still answers ENOENT (procfs). */
async function makeFolder(folder: string, isLastTry = false): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || isLastTry || path.dirname(folder) === folder) throw error;
    await makeFolder(path.dirname(folder));
    await makeFolder(folder, true);
  }
}
