import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Another process has the folder: the embedded database allows one, and has no lock of its own. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
  readonly code = 'data-folder-in-use';
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(`The data folder ${folder} is in use by process ${pid}.`);
    this.pid = pid;
  }
}

/**
 * Takes a data folder for this process. A lock whose process has died is taken over.
 *
 * @returns gives it back
 * @throws FolderInUseError
 */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'lock');
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const pid = Number(readFileSync(file, 'utf8'));
    if (pid !== process.pid && isRunning(pid)) throw new FolderInUseError(folder, pid);
    rmSync(file, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
