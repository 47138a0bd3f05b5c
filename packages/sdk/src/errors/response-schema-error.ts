import { PrmError } from './prm-error.ts';

/** Where an answer does not fit, and how; never the value. */
export interface ResponseIssue {
  /** For example `data.0.start`; empty for the whole answer. */
  readonly path: string;
  /** For example `invalid_type`, or `not_json`. */
  readonly code: string;
}

/**
 * The API answered success in a shape that this version of the SDK cannot read: another API at that address, a captive portal, or a server newer
 * than its contract allows.
 */
export class ResponseSchemaError extends PrmError {
  override get name(): 'ResponseSchemaError' {
    return 'ResponseSchemaError';
  }

  declare readonly code: 'response-invalid';
  /** HTTP status. */
  readonly status: number;
  readonly issues: readonly ResponseIssue[];

  constructor(endpoint: string, status: number, issues: readonly ResponseIssue[]) {
    const where = issues.slice(0, 5).map(({ path, code }) => (path === '' ? code : `${path} ${code}`));
    super(
      `${endpoint} answered ${status} in a shape that this version does not know: ${where.join(', ')}`,
      'response-invalid',
    );
    this.status = status;
    this.issues = issues;
  }
}
