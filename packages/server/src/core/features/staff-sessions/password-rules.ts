import type { CommonPasswords } from '../../ports.ts';

/** Why a password is not taken. */
export type PasswordProblem = 'too-short' | 'too-long' | 'too-simple' | 'names-you' | 'common' | 'unchanged';

/**
 * Length counts, not kinds of characters (NIST SP 800-63B, 3.1.1.2; OWASP ASVS 5.0, 6.2). 15 characters leave few of the passwords that lists of
 * leaked ones have; those few are refused by name ({@link newPasswordProblem}).
 */
export const leastPasswordLength = 15;
/** Longer ones would only cost time. */
export const mostPasswordLength = 200;

/** How many different characters a password must have: `aaaaaaaaaaaaaaa` and `123123123123123` are long and known. */
const leastDifferent = 6;

/** A password as it is hashed: the same letters typed on two machines are the same bytes (RFC 8265, section 4.2). */
export const normalizePassword = (password: string): string => password.normalize('NFC');

/**
 * Whether a new password is good enough, and not among those that leaked often (OWASP ASVS 5.0, 6.2.4).
 *
 * @param about as of {@link passwordProblem}
 */
export async function newPasswordProblem(
  commonPasswords: CommonPasswords,
  password: string,
  about: readonly string[],
): Promise<PasswordProblem | undefined> {
  const problem = passwordProblem(password, about);
  if (problem !== undefined) return problem;
  return (await commonPasswords.has(normalizePassword(password))) ? 'common' : undefined;
}

/**
 * Whether a new password is good enough by itself.
 *
 * @param about what an attacker tries first: the person's name and address, the clinic's name
 */
export function passwordProblem(password: string, about: readonly string[]): PasswordProblem | undefined {
  const text = normalizePassword(password);
  const length = [...text].length;
  if (length < leastPasswordLength) return 'too-short';
  if (length > mostPasswordLength) return 'too-long';
  const lower = text.toLowerCase();
  if (new Set(lower).size < leastDifferent || isRun(lower)) return 'too-simple';
  const rest = about
    .flatMap((word) => [word, ...word.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= 4)
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(word, ''), lower);
  return [...rest].length < leastPasswordLength / 2 && rest !== lower ? 'names-you' : undefined;
}

const runs = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm'];

/** Whether it is made of nothing but pieces of the alphabet, of the digits or of a keyboard's rows. */
function isRun(text: string): boolean {
  let at = 0;
  while (at < text.length) {
    let best = 0;
    for (const run of runs) {
      for (const way of [run, [...run].reverse().join('')]) {
        let size = 4;
        while (at + size <= text.length && way.includes(text.slice(at, at + size))) best = Math.max(best, size++);
      }
    }
    if (best === 0) return false;
    at += best;
  }
  return true;
}
