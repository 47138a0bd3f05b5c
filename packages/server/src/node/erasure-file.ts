import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { ErasureList } from '../core/index.ts';

/** Where the list stands unless said otherwise: beside the key file, which is apart from the database as well. */
export const erasureFileBeside = (keyFile: string): string => path.join(path.dirname(keyFile), 'erasures.jsonl');

/**
 * The erasure list in a file that all processes of a machine add to. Servers on several machines need one file on storage that all of them
 * reach, or their files put one after the other before a restored database is opened.
 */
export function createErasureFile(file: string): ErasureList {
  return {
    async append(line) {
      await mkdir(path.dirname(file), { recursive: true });
      const handle = await open(file, 'a', 0o600);
      try {
        await handle.write(`${line}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
    async *read() {
      if (!existsSync(file)) return;
      yield* createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
    },
  };
}
