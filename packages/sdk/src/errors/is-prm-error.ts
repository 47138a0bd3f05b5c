import type { ApiError } from './api-error.ts';
import type { AuthenticationError } from './authentication-error.ts';
import type { ConflictError } from './conflict-error.ts';
import type { ConnectionError } from './connection-error.ts';
import type { NotFoundError } from './not-found-error.ts';
import type { PermissionError } from './permission-error.ts';
import type { DamagedRecordsError } from './damaged-records-error.ts';
import { prmErrorBrand } from './prm-error.ts';
import type { RateLimitError } from './rate-limit-error.ts';
import type { ResponseSchemaError } from './response-schema-error.ts';
import type { SealedStoreError } from './sealed-store-error.ts';
import type { TimeoutError } from './timeout-error.ts';
import type { ValidationError } from './validation-error.ts';

type Named<E, Name> = E & { readonly name: Name };

/** Every error of the SDK, told apart by `name`. */
export type AnyPrmError =
  | Named<ApiError, 'ApiError'>
  | AuthenticationError
  | PermissionError
  | NotFoundError
  | ConflictError
  | ValidationError
  | RateLimitError
  | Named<ConnectionError, 'ConnectionError'>
  | TimeoutError
  | ResponseSchemaError
  | DamagedRecordsError
  | SealedStoreError;

/**
 * Whether something thrown is an error of the SDK, also one from a frame or from a second copy of this package, where `instanceof` fails.
 *
 * @example
 * ```ts
 * catch (error) {
 *   if (!isPrmError(error)) throw error;
 *   switch (error.name) {
 *     case 'ConflictError': return offer(error.alternatives);
 *     case 'ConnectionError': case 'TimeoutError': return offline();
 *     default: return explain(error.code);
 *   }
 * }
 * ```
 */
export const isPrmError = (value: unknown): value is AnyPrmError =>
  typeof value === 'object' && value !== null && prmErrorBrand in value;
