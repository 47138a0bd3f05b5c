import type { Passwords } from '../ports.ts';

/** What OWASP's cheat sheet on password storage asks of PBKDF2 with HMAC-SHA-256. */
const usualIterations = 600_000;

const toText = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replace(/=+$/, '');
const toBytes = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/**
 * Passwords by PBKDF2, the one slow hash that every runtime has: for the core in a browser and in tests. The process has scrypt instead
 * (`node/scrypt-passwords.ts`), which also costs memory.
 *
 * @param iterations how slow it is
 */
export function createWebPasswords(iterations = usualIterations): Passwords {
  const derive = async (password: string, salt: Uint8Array<ArrayBuffer>, rounds: number) => {
    const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(password), 'PBKDF2', false, [
      'deriveBits',
    ]);
    return new Uint8Array(
      await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, 256),
    );
  };
  return {
    async hash(password) {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      return `$pbkdf2-sha256$i=${iterations}$${toText(salt)}$${toText(await derive(password, salt, iterations))}`;
    },
    async verify(password, stored) {
      const [, rounds, salt, expected] = /^\$pbkdf2-sha256\$i=(\d{1,9})\$([\w+/]+)\$([\w+/]+)$/.exec(stored) ?? [];
      if (rounds === undefined || salt === undefined || expected === undefined)
        throw new Error('This password was hashed in another way than PBKDF2.');
      const actual = await derive(password, toBytes(salt), Number(rounds));
      const wanted = toBytes(expected);
      return (
        actual.length === wanted.length && actual.reduce((sum, byte, i) => sum | (byte ^ (wanted[i] ?? 0)), 0) === 0
      );
    },
  };
}
