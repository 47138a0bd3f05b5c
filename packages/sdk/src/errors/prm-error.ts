import type { ProblemCode } from '@openprm/contract';
import type { SealedStoreCode } from './sealed-store-error.ts';

/**
 * Why a call failed, for `switch`: the API's own problem code; `unknown` for a code that this version does not know or an answer without one;
 * or what happened before there was an answer of the API, or on this device.
 */
export type PrmErrorCode =
  ProblemCode | SealedStoreCode | 'unknown' | 'connection-failed' | 'timed-out' | 'response-invalid';

/** The literal name of each class, which a minifier does not change. */
export type PrmErrorName =
  | 'ApiError'
  | 'AuthenticationError'
  | 'PermissionError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'ValidationError'
  | 'RateLimitError'
  | 'ConnectionError'
  | 'TimeoutError'
  | 'ResponseSchemaError'
  | 'DamagedRecordsError'
  | 'SealedStoreError';

/** Registered with the runtime, so that it is the same symbol in a frame and in a second copy of this package. */
export const prmErrorBrand = Symbol.for('openprm.error');

/**
 * The root of every error of the SDK. Its message, stack and cause hold the endpoint, a status and codes; never a query, a body, a credential or
 * anything else that was sent or answered, since errors end up in logs and trackers. An abort is not among them: it stays the platform's
 * `AbortError`.
 */
export abstract class PrmError extends Error {
  // An accessor of the prototype rather than a field: the stack's first line, made before fields are set, has it too.
  abstract override get name(): PrmErrorName;
  readonly code: PrmErrorCode;

  constructor(message: string, code: PrmErrorCode, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  get [prmErrorBrand](): true {
    return true;
  }
}
