import { ApiError } from './api-error.ts';

/** 403: the credential may not do this, or not from this page. */
export class PermissionError extends ApiError {
  override get name(): 'PermissionError' {
    return 'PermissionError';
  }
}
