/** Why the process cannot start: stable, so that a script or a search can rely on it. */
export type StartupCode =
  | 'config-invalid'
  | 'port-taken'
  | 'port-forbidden'
  | 'host-unavailable'
  | 'data-folder-unwritable'
  | 'data-folder-in-use'
  | 'key-file-missing'
  | 'key-file-invalid'
  | 'keys-unusable'
  | 'erasure-list-changed'
  | 'files-unusable'
  | 'database-unreachable'
  | 'database-refused'
  | 'start-failed';

/** A reason not to start that is told in words, with what to do about it, and never as a stack trace. */
export class StartupProblem extends Error {
  override readonly name = 'StartupProblem';
  readonly code: StartupCode;

  constructor(code: StartupCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  /** For standard error: `[port-taken] Port 4870 …`. */
  override toString(): string {
    return `[${this.code}] ${this.message}`;
  }
}

/** What nobody foresaw becomes `start-failed`, with what whoever reports it needs: the error's own words and where it was thrown. */
export function asStartupProblem(error: unknown): StartupProblem {
  if (error instanceof StartupProblem) return error;
  const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return new StartupProblem(
    'start-failed',
    `Not started, for a reason that has no code of its own. If these lines do not tell it, report them:\n${told}`,
    { cause: error },
  );
}
