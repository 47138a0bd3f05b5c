import {
  type ProblemCode,
  type ProblemContact,
  type ProblemDetails,
  type ProblemIssue,
  type Slot,
  problemStatus,
} from '@openprm/contract';

/** What each problem is called. For people; never parsed. */
const titles: Record<ProblemCode, string> = {
  'malformed-request': 'The request could not be read',
  'idempotency-key-required': 'A POST needs an Idempotency-Key header',
  'credential-required': 'A credential is required',
  'credential-invalid': 'The credential is not valid',
  'credential-expired': 'The credential has expired',
  'sign-in-refused': 'That did not sign anybody in',
  'session-ended': 'The session is over',
  'permission-denied': 'This credential does not allow that',
  'origin-not-allowed': 'This key may not be used from this origin',
  'reauthentication-required': 'Show once more who you are',
  'not-found': 'There is no such thing here',
  'method-not-allowed': 'This address does not take that method',
  'slot-unavailable': 'That time is not available',
  'hold-expired': 'The time is not held any more',
  'appointment-status-conflict': "The appointment's status does not allow that",
  'already-exists': 'That exists already',
  'version-conflict': 'It has changed since it was read',
  'response-completed': 'These answers were sent already',
  'questionnaire-published': 'A published form is not changed',
  'owner-required': 'A clinic needs an owner who can sign in',
  'invitation-required': 'This person has to accept an invitation first',
  'body-too-large': 'The body is too large',
  'unsupported-media-type': 'The body must be JSON',
  'validation-failed': 'Some values are not valid',
  'not-eligible': 'This kind of visit is not for this patient',
  'idempotency-key-reused': 'This Idempotency-Key was used for another request',
  'rate-limited': 'Too many requests',
  'too-many-times': 'Too many times were taken from here',
  'record-damaged': 'A record cannot be read',
  'internal-error': 'Something went wrong on our side',
  'service-unavailable': 'The service is not available for a moment',
};

/** What a problem may say beyond its code. Details name fields and rules, never what the caller sent. */
export interface ProblemExtras {
  readonly detail?: string;
  readonly issues?: readonly ProblemIssue[];
  readonly alternatives?: readonly Slot[];
  readonly contact?: ProblemContact | undefined;
  readonly retryAfterSeconds?: number;
  /** What was written before the refusal stays: a wrong try is counted although it is refused. */
  readonly keepsWrites?: true;
  /** The credential is unknown, although the code says less: it is counted like one that is wrong. */
  readonly isUnknownCredential?: true;
  /** What was asked for and is not the caller's, or not there: the audit names it, the answer does not. */
  readonly triedFor?: string;
}

/** Thrown anywhere below a route; one place turns it into `application/problem+json`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;

  constructor(code: ProblemCode, extras: ProblemExtras = {}) {
    super(code);
    this.code = code;
    this.extras = extras;
  }

  get status(): number {
    return problemStatus[this.code];
  }

  /** The body of the answer (RFC 9457). */
  details(requestId: string): ProblemDetails {
    const { detail, issues, alternatives, contact } = this.extras;
    return {
      type: `urn:openprm:problem:${this.code}`,
      title: titles[this.code],
      status: this.status,
      code: this.code,
      ...(detail === undefined ? {} : { detail }),
      requestId,
      ...(issues === undefined ? {} : { issues: [...issues] }),
      ...(alternatives === undefined ? {} : { alternatives: [...alternatives] }),
      ...(contact === undefined ? {} : { contact }),
    };
  }
}

/** The answer for what is absent or not theirs: both look the same. */
export const notFound = (what: string, extras: Pick<ProblemExtras, 'triedFor'> = {}) =>
  new Problem('not-found', {
    detail: `There is no ${what} with this id, or this credential may not know it.`,
    ...extras,
  });

/** One refused value of the body. */
export const invalid = (path: string, message: string) =>
  new Problem('validation-failed', { detail: message, issues: [{ path, code: 'custom', message }] });
