import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type FileName, type Files, FilesError, checkFileName } from '../core/index.ts';

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
const leftoverMilliseconds = 86_400_000;

/**
 * Keeps objects in a folder, one folder for each tenant, readable by this user only. An object is written beside its place, brought to disk and then put into its
 * place, so that whoever reads meanwhile, or after a loss of power, finds the old one or the new one, whole.
 *
 * @param folder of an absolute path; it may be shared by the servers of a deployment
 */
export function createFolderFiles(folder: string): Files {
  const parts = path.join(folder, 'parts');
  const placeOf = (name: FileName) => {
    checkFileName(name);
    return {
      folder: path.join(folder, 'objects', name.tenantId),
      file: path.join(folder, 'objects', name.tenantId, name.id),
    };
  };
  const attempt = async <Result>(name: FileName, act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      throw new FilesError(
        'files-refused',
        `The folder ${folder} refused the file ${name.id} (${codeOf(error)}). Check that it is there, that this user may write to it, and that its disk has room.`,
        { cause: error },
      );
    }
  };

  return {
    async put(name, content) {
      const place = placeOf(name);
      await attempt(name, async () => {
        await mkdir(place.folder, { recursive: true, mode: 0o700 });
        await mkdir(parts, { recursive: true, mode: 0o700 });
        const part = path.join(parts, `${name.id}.${randomBytes(8).toString('hex')}`);
        try {
          await writeDurably(part, content);
          await rename(part, place.file);
        } catch (error) {
          await rm(part, { force: true });
          throw error;
        }
        await syncFolder(place.folder);
      });
    },
    async get(name) {
      const { file } = placeOf(name);
      return attempt(name, async () => {
        try {
          return Uint8Array.from(await readFile(file));
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      });
    },
    async delete(name) {
      const place = placeOf(name);
      await attempt(name, async () => {
        await rm(place.file, { force: true });
        await syncFolder(place.folder);
      });
    },
  };
}

async function writeDurably(file: string, content: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name is on disk when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // a folder that is not there has nothing to bring to disk; Windows cannot open one
    if (!isMissing(error) && !['EPERM', 'EISDIR', 'EACCES'].includes(codeOf(error))) throw error;
  }
}

/** Removes what a process that died has left half written, a day later: another server may be writing now. */
export async function removeLeftovers(folder: string, now: number): Promise<void> {
  const parts = path.join(folder, 'parts');
  const names = await readdir(parts).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  for (const name of names) {
    const file = path.join(parts, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > leftoverMilliseconds) await rm(file, { force: true });
  }
}
