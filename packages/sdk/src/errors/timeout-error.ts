import { ConnectionError } from './connection-error.ts';

/** No answer came in time. Like any {@link ConnectionError}, it does not say whether the call took effect. */
export class TimeoutError extends ConnectionError {
  override get name(): 'TimeoutError' {
    return 'TimeoutError';
  }

  declare readonly code: 'timed-out';

  constructor(message: string) {
    super(message, undefined, 'timed-out');
  }
}
