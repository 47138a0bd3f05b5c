import { randomBytes, randomInt } from 'node:crypto';
import type { PatientInput } from '@openprm/sdk';

/** A word that stands nowhere by chance. */
export const plantedWord = (): string =>
  `Q${randomBytes(6)
    .toString('hex')
    .replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)] ?? 'g')}`;

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('');

/** Somebody who is somebody else each time, in every detail. */
export const plantedPerson = (): Required<Omit<PatientInput, 'contact'>> => ({
  given: plantedWord(),
  family: plantedWord(),
  birthDate: new Date(Date.UTC(1908 + randomInt(90), randomInt(12), 1 + randomInt(28))).toISOString().slice(0, 10),
  phone: `+1 555 ${digits(3)} ${digits(4)}`,
  email: `${plantedWord().toLowerCase()}@${plantedWord().toLowerCase()}.example`,
  language: 'en',
});
