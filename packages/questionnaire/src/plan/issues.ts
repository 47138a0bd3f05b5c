/** Kinds of faults. What each means and what to do about it says `explainIssue`. */
export type IssueCode =
  | 'not-a-questionnaire'
  | 'too-large'
  | 'too-deep'
  | 'unknown-modifier'
  | 'not-an-item'
  | 'missing-link-id'
  | 'duplicate-link-id'
  | 'unknown-type'
  | 'misplaced-items'
  | 'bad-option'
  | 'bad-initial'
  | 'missing-options'
  | 'missing-value-set'
  | 'bad-pattern'
  | 'bad-condition'
  | 'missing-source'
  | 'missing-behavior'
  | 'condition-cycle'
  | 'bad-expression'
  | 'expressions-not-loaded';

/** A fault of a form, with its place as a JSON pointer (RFC 6901). Holds no answer. */
export interface Issue {
  readonly code: IssueCode;
  readonly pointer: string;
  /** What `explainIssue` needs besides the code: a name, a limit, a kind. */
  readonly detail?: string;
}
