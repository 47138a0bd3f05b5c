import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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
 * Reads the deployment's root key (32 bytes, base64, one line). It is made on the first start, when there is no data yet; afterwards its loss is
 * an error, never a silent new key that opens nothing.
 *
 * @param hasData whether the database holds a tenant already
 * @throws KeyFileError
 */
export function readRootKey(file: string, hasData: boolean): Uint8Array<ArrayBuffer> {
  const text = readIfThere(file) ?? (hasData ? undefined : createKeyFile(file));
  if (text === undefined) {
    throw new KeyFileError(
      'key-file-missing',
      `The key file ${file} is missing, and the database holds data that only it opens. Put the file back from your backup, or set OPENPRM_KEY_FILE to where it is.`,
    );
  }
  const key = Uint8Array.from(Buffer.from(text.trim(), 'base64'));
  if (key.length !== 32) {
    throw new KeyFileError(
      'key-file-invalid',
      `The key file ${file} does not hold 32 bytes in base64. Put it back from your backup.`,
    );
  }
  return key;
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
