/** Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, six digits, steps of 30 seconds. */

const stepSeconds = 30;
const digits = 6;
/** 160 bits, as RFC 4226 (section 4, R6) recommends. */
export const totpSecretBytes = 20;

/** The time step of an instant. @param now epoch milliseconds */
export const totpStep = (now: number): number => Math.floor(now / 1000 / stepSeconds);

/** The code of one time step (RFC 4226, section 5.3). */
export async function totpCode(secret: Uint8Array<ArrayBuffer>, step: number, length = digits): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-1' }, false, ['sign']);
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(step));
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, counter.buffer));
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  const binary = mac.getUint32(offset) & 0x7fffffff;
  return String(binary % 10 ** length).padStart(length, '0');
}

/**
 * The step that a code is of: the present one, or a neighbour, since clocks differ (RFC 6238, section 5.2).
 *
 * @param now epoch milliseconds
 * @param usedStep the last step whose code was taken: a code is good once, so only later ones count
 * @returns undefined when the code is wrong or was used
 */
export async function findTotpStep(
  secret: Uint8Array<ArrayBuffer>,
  code: string,
  now: number,
  usedStep: number,
): Promise<number | undefined> {
  const present = totpStep(now);
  const steps = [present - 1, present, present + 1];
  const codes = await Promise.all(steps.map((step) => totpCode(secret, step)));
  return steps.find((step, i) => codes[i] === code && step > usedStep);
}

const base32Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648, section 6) without padding: how people and apps exchange such a secret. */
export function toBase32(bytes: Uint8Array): string {
  let out = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += base32Alphabet.charAt((value >>> bits) & 31);
    }
    value &= (1 << bits) - 1;
  }
  return bits === 0 ? out : out + base32Alphabet.charAt((value << (5 - bits)) & 31);
}

/**
 * The address that an authenticator app reads from a picture (the "Key Uri Format" that all of them follow).
 *
 * @param issuer the clinic
 * @param account who signs in: an e-mail address
 */
export function totpUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  return `otpauth://totp/${label}?secret=${toBase32(secret)}&issuer=${encodeURIComponent(issuer)}`;
}
