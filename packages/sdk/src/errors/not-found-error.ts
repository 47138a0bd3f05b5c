import { ApiError } from './api-error.ts';

/** 404: it does not exist, or not for this credential; the API does not say which. */
export class NotFoundError extends ApiError {
  override get name(): 'NotFoundError' {
    return 'NotFoundError';
  }
}
