import { type ApiError, isPrmError } from '@openprm/sdk';
import type { SurveyEvent } from './events-and-commands.ts';
import type { Failure, OverReason } from './survey-state.ts';

/** Turns whatever the SDK threw into what the flow decides by. Told apart by names and codes, since it may come from another copy of the SDK. */
function toFailure(error: unknown): Failure {
  if (!isPrmError(error)) return { kind: 'server' };
  if (error.name === 'RateLimitError') return { kind: 'rate-limited' };
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
    case 'body-too-large':
      return { kind: 'too-large' };
    case 'validation-failed':
      return { kind: 'validation' };
    default:
      return { kind: 'server' };
  }
}

/** Why there is nothing to answer; null for what may pass. */
function toOverReason(error: unknown, isKnown: boolean): OverReason | null {
  if (!isPrmError(error)) return null;
  switch (error.code) {
    case 'not-found':
      return 'not-found';
    case 'credential-invalid':
    case 'credential-required':
      return isKnown ? 'link-ended' : null;
    default:
      return null;
  }
}

/** What became of a survey that could not be had: there is nothing to answer, with whom to call where the refusal says it; or it failed. */
export function refusalOf(error: unknown, isKnown: boolean): SurveyEvent {
  const failure = explain(error);
  const reason = toOverReason(error, isKnown);
  const contact = isPrmError(error) && 'problem' in error ? (error as ApiError).problem?.contact : undefined;
  return reason === null ? { type: 'load-failed', failure } : { type: 'ended', reason, ...(contact && { contact }) };
}

/** Whether it has a given code of the API. */
export const hasCode = (error: unknown, code: string): boolean => isPrmError(error) && error.code === code;

/** Why it failed. A wrong key, address or origin is the developer's to mend, so the console says what it is. */
export function explain(error: unknown): Failure {
  const failure = toFailure(error);
  if (failure.kind === 'configuration' || failure.kind === 'validation') {
    console.error(
      'OpenPRM: <prm-survey> was refused. Check publishable-key, api-url, survey-id, the allowed origins and the form.',
      error,
    );
  }
  return failure;
}
