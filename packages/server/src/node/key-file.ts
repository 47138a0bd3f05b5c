import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rootKeyId } from '../core/index.ts';

/** The key file is missing although there is data that it opens, or it is not one. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
  readonly code: 'key-file-missing' | 'key-file-invalid';

  constructor(code: KeyFileError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Reads the deployment's root keys: 32 bytes each in base64, one a line, the newest last. The first one is made on the first start, when there is no data yet; afterwards its loss is
 * an error, never a silent new key that opens nothing.
 *
 * @param file its path
 * @param hasData whether the database holds a tenant already
 * @throws KeyFileError
 */
export function readRootKeys(file: string, hasData: boolean): Uint8Array<ArrayBuffer>[] {
  const text = readIfThere(file) ?? (hasData ? undefined : createKeyFile(file));
  if (text === undefined) {
    throw new KeyFileError(
      'key-file-missing',
      `The key file ${file} is missing, and the database holds data that only it opens. Put the file back from your backup, or set OPENPRM_KEY_FILE to where it is.`,
    );
  }
  const keys = text
    .trim()
    .split(/\s+/)
    .map((line) => Uint8Array.from(Buffer.from(line, 'base64')));
  if (keys.some((key) => key.length !== 32)) {
    throw new KeyFileError(
      'key-file-invalid',
      `The key file ${file} does not hold 32 bytes in base64 on each line. Put it back from your backup.`,
    );
  }
  return keys;
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function createKeyFile(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const text = `${randomBytes(32).toString('base64')}\n`;
  try {
    writeFileSync(file, text, { mode: 0o600, flag: 'wx' });
    return text;
  } catch (error) {
    // another process was faster: its key is the key
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return readFileSync(file, 'utf8');
    throw error;
  }
}

/**
 * Adds a new root key to a key file, as its last line: it wraps from now on, and the earlier ones still unwrap. The file is replaced as a whole.
 *
 * @returns the new key's id
 * @throws KeyFileError when there is no such file, or it is not one
 */
export async function addRootKey(file: string): Promise<string> {
  const key = new Uint8Array(randomBytes(32));
  writeKeys(file, [...readRootKeys(file, true), key]);
  return rootKeyId(key);
}

/**
 * Removes all root keys from a key file but some.
 *
 * @param needed ids of those that stay
 * @returns how many were removed
 */
export async function keepRootKeys(file: string, needed: ReadonlySet<string>): Promise<number> {
  const keys = readRootKeys(file, true);
  const ids = await Promise.all(keys.map(rootKeyId));
  const kept = keys.filter((_key, index) => needed.has(ids[index] ?? ''));
  if (kept.length < keys.length) writeKeys(file, kept);
  return keys.length - kept.length;
}

/** Whoever reads meanwhile reads the old file or the new one, whole. */
function writeKeys(file: string, keys: readonly Uint8Array[]): void {
  const next = `${file}.next`;
  writeFileSync(next, keys.map((key) => `${Buffer.from(key).toString('base64')}\n`).join(''), {
    mode: 0o600,
    flush: true,
  });
  renameSync(next, file);
}
