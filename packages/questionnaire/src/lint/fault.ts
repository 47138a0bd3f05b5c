import type { IssueCode } from '../plan/issues.ts';

/** Kinds of faults that only the linter looks for, beside those of the engine. */
export type LintCode =
  | IssueCode
  | 'unsupported'
  | 'fails-when-empty'
  | 'missing-element'
  | 'missing-text'
  | 'missing-translation'
  | 'wrong-place'
  | 'limits-crossed'
  | 'cannot-be-answered'
  | 'never-true'
  | 'duplicate-option'
  | 'not-scorable'
  | 'bad-bands'
  | 'anonymous-safety'
  | 'anonymous-file';

/** A fault of a form. An error keeps it from doing what it says; a warning is worth a look. */
export interface LintFault {
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  /** JSON pointer into the form (RFC 6901). */
  readonly pointer: string;
  /** What is wrong and what to do, in English. */
  readonly message: string;
}

/** A place with something to say about it, as the checks give it. */
export type Found = readonly [LintFault['severity'], Exclude<LintCode, IssueCode>, string, string];
