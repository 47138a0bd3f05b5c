import { isPrmError } from '@openprm/sdk';
import type { Failure } from './sign-in-state.ts';

/** Turns whatever the SDK threw into what a person is told. Told apart by names and codes, since a session may come from another copy of the SDK. */
export function toFailure(error: unknown): Failure {
  if (!isPrmError(error)) return { kind: 'server', requestId: null };
  if (error.name === 'RateLimitError') {
    const seconds = error.retryAfterSeconds;
    return { kind: 'rate-limited', minutes: seconds === undefined ? null : Math.max(1, Math.ceil(seconds / 60)) };
  }
  switch (error.code) {
    case 'connection-failed':
    case 'timed-out':
      return { kind: 'connection' };
    case 'credential-invalid':
    case 'credential-required':
    case 'permission-denied':
    case 'origin-not-allowed':
    case 'not-found':
      return { kind: 'configuration' };
    default:
      return { kind: 'server', requestId: ('requestId' in error && error.requestId) || null };
  }
}

/** Whether the API has refused what somebody showed: a code, a link. */
export const isRefusal = (error: unknown): boolean =>
  isPrmError(error) && (error.code === 'sign-in-refused' || error.code === 'credential-invalid');

/** Whether nobody is signed in any more. */
export const isSessionOver = (error: unknown): boolean => isPrmError(error) && error.code === 'session-ended';
