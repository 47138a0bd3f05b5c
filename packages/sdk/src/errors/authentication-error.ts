import { ApiError } from './api-error.ts';

/** 401: no credential, or one that is wrong, revoked or expired. */
export class AuthenticationError extends ApiError {
  override get name(): 'AuthenticationError' {
    return 'AuthenticationError';
  }
}
