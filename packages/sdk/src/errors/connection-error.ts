import { PrmError } from './prm-error.ts';

/**
 * No answer came: offline, an unreachable address, a refused cross-origin request, a connection that broke. Whether the call took effect is not
 * known; calling again with the same idempotency key finds out without doing it twice.
 *
 * The cause, if any, holds only the system's code, such as `ECONNREFUSED`: what a runtime throws may quote the address with its query.
 */
export class ConnectionError extends PrmError {
  override get name(): 'ConnectionError' | 'TimeoutError' {
    return 'ConnectionError';
  }

  declare readonly code: 'connection-failed' | 'timed-out';

  constructor(message: string, options?: ErrorOptions, code: 'connection-failed' | 'timed-out' = 'connection-failed') {
    super(message, code, options);
  }
}
