import type { PasswordProblem } from '../reference-server.ts';

/** Beside every field for a new password. */
export const newPasswordHint =
  'At least 15 characters. A few words that do not belong together are easy to keep and hard to guess.';

/** Why a new password is not taken. */
export function describePasswordProblem(problem: PasswordProblem): string {
  switch (problem) {
    case 'too-short':
      return 'This one is too short: it needs at least 15 characters.';
    case 'too-long':
      return 'This one is too long: 200 characters are enough.';
    case 'too-simple':
      return 'This one repeats itself or follows the keyboard, and would be guessed.';
    case 'names-you':
      return 'This one is made of your name, your address or the name of the clinic, and would be guessed.';
    case 'common':
      return 'This one stands in the lists of leaked passwords, which are tried first.';
    case 'unchanged':
      return 'This is the password that you have now.';
  }
}
