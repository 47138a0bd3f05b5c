import { isProblemCode } from '@openprm/contract';
import { ApiError, type ApiErrorInit } from './api-error.ts';
import { AuthenticationError } from './authentication-error.ts';
import { ConflictError } from './conflict-error.ts';
import { NotFoundError } from './not-found-error.ts';
import { PermissionError } from './permission-error.ts';
import { RateLimitError } from './rate-limit-error.ts';
import { readProblem } from './read-problem.ts';
import { ValidationError } from './validation-error.ts';

/** An answer of 400 or above. */
export interface Refusal {
  /** `POST /v1/holds` */
  readonly endpoint: string;
  readonly status: number;
  /** The body: a problem as JSON, or whatever a proxy sent in its place. */
  readonly text: string;
  /** Of the answer's header, which also a proxy's page has. */
  readonly requestId: string | null;
  /** From `Retry-After`, if the answer has one. */
  readonly retryAfterMs: number | undefined;
}

/** The error for a refusal, by its status. */
export function apiErrorOf({ endpoint, status, text, retryAfterMs, ...header }: Refusal): ApiError {
  const problem = readProblem(text, status);
  const code = problem !== undefined && isProblemCode(problem.code) ? problem.code : 'unknown';
  // It goes into the message: only what looks like an id.
  const requestId = /^[\w.-]{1,100}$/.exec(problem?.requestId ?? header.requestId ?? '')?.[0];
  const init: ApiErrorInit = { endpoint, status, code, requestId, problem };
  switch (status) {
    case 401:
      return new AuthenticationError(init);
    case 403:
      return new PermissionError(init);
    case 404:
      return new NotFoundError(init);
    case 409:
      return new ConflictError(init);
    case 422:
      return new ValidationError(init);
    case 429:
      return new RateLimitError(init, retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000));
    default:
      return new ApiError(init);
  }
}
