import type { Slot } from '@openprm/contract';
import { ApiError } from './api-error.ts';

/** 409: something else came first. The time was taken (`slot-unavailable`), the hold ran out (`hold-expired`), or the status does not allow it. */
export class ConflictError extends ApiError {
  override get name(): 'ConflictError' {
    return 'ConflictError';
  }

  /** With `slot-unavailable` and `hold-expired`: the nearest open slots, at most three. Otherwise empty. */
  get alternatives(): readonly Slot[] {
    return this.problem?.alternatives ?? [];
  }
}
