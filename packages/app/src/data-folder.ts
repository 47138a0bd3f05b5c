import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { StartupProblem } from './startup-problem.ts';

/**
 * Makes the data folder, readable by nobody else, unless it is there.
 *
 * @throws StartupProblem `data-folder-unwritable`
 */
export async function prepareDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new StartupProblem(
      'data-folder-unwritable',
      `The data folder ${folder} cannot be written (${reason}). Give this user the right to write there, or choose another: OPENPRM_DATA=/path/to/folder npm start`,
    );
  }
}
