import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Passwords } from '../core/index.ts';

/** What OWASP's cheat sheet on password storage asks of scrypt: N = 2^17, r = 8, p = 1, which takes 128 MiB for a quarter of a second. */
const usualCost = { ln: 17, r: 8, p: 1 };
const hashBytes = 32;
const saltBytes = 16;

/** So many at a time, whoever knocks: each takes its 128 MiB and a thread of the pool. */
const mostAtOnce = 2;

interface Cost {
  /** The logarithm of N. */
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/**
 * Passwords by scrypt (RFC 7914), written as `$scrypt$ln=17,r=8,p=1$salt$hash` (the PHC string format), so that the cost may be raised later while
 * old hashes stay readable.
 */
export function createScryptPasswords(cost: Cost = usualCost): Passwords {
  let running = 0;
  const waiting: (() => void)[] = [];
  const derive = async (password: string, salt: Buffer, { ln, r, p }: Cost): Promise<Buffer> => {
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      const N = 2 ** ln;
      return await new Promise((resolve, reject) => {
        scrypt(password, salt, hashBytes, { N, r, p, maxmem: 256 * N * r }, (error, hash) => {
          if (error === null) resolve(hash);
          else reject(error);
        });
      });
    } finally {
      // whoever waits takes this one's place, else there is one less
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
  return {
    async hash(password) {
      const salt = randomBytes(saltBytes);
      const { ln, r, p } = cost;
      const hash = await derive(password, salt, cost);
      return `$scrypt$ln=${ln},r=${r},p=${p}$${toText(salt)}$${toText(hash)}`;
    },
    async verify(password, stored) {
      const [, ln, r, p, salt, expected] =
        /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)$/.exec(stored) ?? [];
      if (salt === undefined || expected === undefined)
        throw new Error('This password was hashed in another way than scrypt.');
      const hash = await derive(password, Buffer.from(salt, 'base64'), { ln: Number(ln), r: Number(r), p: Number(p) });
      const wanted = Buffer.from(expected, 'base64');
      return hash.length === wanted.length && timingSafeEqual(hash, wanted);
    },
  };
}

const toText = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
