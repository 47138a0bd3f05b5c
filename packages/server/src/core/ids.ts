import type { Clock, Random } from './ports.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** What an id is of. */
export type IdKind =
  | 'ten'
  | 'key'
  | 'org'
  | 'loc'
  | 'prc'
  | 'rol'
  | 'svc'
  | 'sch'
  | 'ses'
  | 'hld'
  | 'apt'
  | 'pat'
  | 'per'
  | 'pss'
  | 'rel'
  | 'sgn'
  | 'sil'
  | 'slk'
  | 'fil'
  | 'mail'
  | 'evt'
  | 'aud'
  | 'req'
  | 'stf'
  | 'wai'
  | 'ofr'
  | 'qst'
  | 'svy'
  | 'svi'
  | 'qrs'
  | 'tsk'
  | 'nte'
  | 'con';

/** Makes ids: a prefix and 26 characters, 48 bits of time and 80 of randomness (as ULID), so that rows made together lie together. */
export const createIdMaker =
  (clock: Clock, random: Random) =>
  (kind: IdKind): string => {
    let time = clock.now();
    let head = '';
    for (let i = 0; i < 10; i += 1) {
      head = (alphabet[time % 32] ?? '0') + head;
      time = Math.floor(time / 32);
    }
    let tail = '';
    for (const byte of random.bytes(16)) tail += alphabet[byte % 32] ?? '0';
    return `${kind}_${head}${tail}`;
  };

/** Makes ids. */
export type IdMaker = ReturnType<typeof createIdMaker>;

/** An id that does not say when it was made, for what must not be told apart by its time. */
export const createTimelessId = (random: Random, kind: IdKind): string => {
  let tail = '';
  for (const byte of random.bytes(26)) tail += alphabet[byte % 32] ?? '0';
  return `${kind}_${tail}`;
};
