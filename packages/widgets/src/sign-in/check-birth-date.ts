import { type DateOrder, readBirthDate } from '../ui/birth-date.ts';
import type { BirthDateCheck } from './sign-in-state.ts';

/** Nobody who signs in was born before this. */
const earliest = '1890-01-01';

/**
 * Reads a date of birth as people type it.
 *
 * @param today local date, `YYYY-MM-DD`
 */
export function checkBirthDate(typed: string, order: DateOrder, today: string): BirthDateCheck {
  if (typed.trim() === '') return { ok: false, problem: 'missing' };
  const birthDate = readBirthDate(typed, order);
  if (birthDate === null) return { ok: false, problem: 'birth-date' };
  return birthDate > today || birthDate < earliest
    ? { ok: false, problem: 'birth-date-range' }
    : { ok: true, birthDate };
}
