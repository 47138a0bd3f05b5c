import type { ProblemCode, ProblemDetails } from '@openprm/contract';
import { PrmError, type PrmErrorName } from './prm-error.ts';

/** What is known of a refusal. */
export interface ApiErrorInit {
  /** The endpoint: `POST /v1/holds`. */
  readonly endpoint: string;
  readonly status: number;
  readonly code: ProblemCode | 'unknown';
  readonly requestId: string | undefined;
  readonly problem: ProblemDetails | undefined;
}

/** The API answered with a refusal or a failure: any status of 400 and above. Those with a class of their own have a more exact type. */
export class ApiError extends PrmError {
  override get name(): PrmErrorName {
    return 'ApiError';
  }

  /** HTTP status. */
  readonly status: number;
  declare readonly code: ProblemCode | 'unknown';
  /** Quote it to the clinic's operator: it finds the request in the server's log. */
  readonly requestId: string | undefined;
  // Private, so that what the server wrote is not printed with the error.
  readonly #problem: ProblemDetails | undefined;

  constructor({ endpoint, status, code, requestId, problem }: ApiErrorInit) {
    super(`${endpoint} answered ${status} ${code}${requestId === undefined ? '' : ` (request ${requestId})`}`, code);
    this.status = status;
    this.requestId = requestId;
    this.#problem = problem;
  }

  /** The problem as the API wrote it (RFC 9457), or undefined when the answer was not one, for example a proxy's page. */
  get problem(): ProblemDetails | undefined {
    return this.#problem;
  }
}
