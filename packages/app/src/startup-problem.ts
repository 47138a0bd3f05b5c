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
  | 'database-unreachable'
  | 'database-refused';

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
