import { ApiError, type ApiErrorInit } from './api-error.ts';

/** 429: too many calls, and waiting for the next one would have exceeded the retry budget. */
export class RateLimitError extends ApiError {
  override get name(): 'RateLimitError' {
    return 'RateLimitError';
  }

  /** How long to wait, in seconds, when the API said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(init: ApiErrorInit, retryAfterSeconds: number | undefined) {
    super(init);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
