import type { Keys } from '../../ports.ts';

/**
 * How many digits a code has. 8 codes an hour go to an address, each with 5 tries: 960 guesses in a day and night without a pause, of which one is right with a
 * chance of 1 in 100,000 (960 / 10^8). So nothing has to be locked when somebody guesses, which would lock out whoever it belongs to.
 */
export const codeDigits = 8;

/**
 * The code of one request to sign in: a MAC over its id, cut to digits (compare HOTP, RFC 4226, section 5.3). Nothing of it is stored, and each try to
 * send the mail makes the same code.
 */
export async function oneTimeCode(keys: Keys, tenantId: string, signInCodeId: string): Promise<string> {
  const mac = await keys.mac(tenantId, 'person', `sign-in-code/${signInCodeId}`);
  // 48 bits of the MAC: the remainder favours no code by more than one in 2.8 million
  const number = mac.slice(0, 6).reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 10 ** codeDigits).padStart(codeDigits, '0');
}
