import type { ProblemIssue } from '@openprm/contract';
import { ApiError } from './api-error.ts';

/** 422: the request's content was refused. */
export class ValidationError extends ApiError {
  override get name(): 'ValidationError' {
    return 'ValidationError';
  }

  /** Every field that was refused, by JSON pointer: `/body/patient/email`. Empty for a reused idempotency key. */
  get issues(): readonly ProblemIssue[] {
    return this.problem?.issues ?? [];
  }
}
