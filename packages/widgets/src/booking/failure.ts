import { type AnyPrmError, type Ineligibility, isPrmError } from '@openprm/sdk';
import type { Failure } from './booking-state.ts';
import { type PatientField, patientFields } from './form-state.ts';

/**
 * Turns whatever the SDK threw into what the flow decides by.
 *
 * @param isForOther whether the patient of a booking is in somebody's care, whose fields are others
 */
export function toFailure(error: unknown, isForOther = false): Failure {
  // not by class: a session comes with a copy of the SDK of its own
  if (!isPrmError(error)) return { kind: 'server', requestId: null };
  if (error.name === 'ConnectionError' || error.name === 'TimeoutError') return { kind: 'connection' };
  const requestId = ('requestId' in error ? error.requestId : undefined) ?? null;
  switch (error.code) {
    case 'slot-unavailable':
    case 'hold-expired':
      return { kind: error.code, alternatives: error.name === 'ConflictError' ? error.alternatives : [] };
    case 'appointment-status-conflict':
      return { kind: 'status-conflict' };
    case 'idempotency-key-reused':
      return { kind: 'already-received' };
    case 'not-eligible':
      return { kind: 'not-eligible', reason: reasonOf(error) };
    case 'validation-failed':
      return error.name === 'ValidationError' ? refusedFields(error, isForOther) : { kind: 'server', requestId };
    case 'too-many-times':
      return { kind: 'rate-limited', taken: isForHours(error) ? 'for-hours' : 'for-minutes' };
    case 'credential-expired':
    case 'credential-invalid':
    case 'credential-required':
      return { kind: 'credential' };
    case 'permission-denied':
    case 'origin-not-allowed':
    case 'not-found':
      return { kind: 'configuration' };
    default:
      return error.name === 'RateLimitError' ? { kind: 'rate-limited' } : { kind: 'server', requestId };
  }
}

/** Whether it takes longer than somebody waits. */
const isForHours = (error: AnyPrmError) => error.name === 'RateLimitError' && Number(error.retryAfterSeconds) > 3600;

/** What an act was tried with. */
export interface Tried {
  /** Whether the patient of a booking is in somebody's care. */
  readonly isForOther?: boolean;
  /** Whether it was tried with a patient's own link or token rather than with the page's key: where that has ended, no developer is at fault. */
  readonly isByPatient?: boolean;
}

/** Why it failed. A wrong key, address or origin is the developer's to mend, so the console says what it is. */
export function explain(error: unknown, { isForOther = false, isByPatient = false }: Tried = {}): Failure {
  const failure = toFailure(error, isForOther);
  if (failure.kind === 'configuration' || (failure.kind === 'credential' && !isByPatient)) {
    console.error(
      'OpenPRM: <prm-booking> was refused. Check publishable-key, api-url, the ids in its attributes and the allowed origins.',
      error,
    );
  }
  return failure;
}

/** The rule that stands in the way, as the code of an issue says it. */
function reasonOf(error: AnyPrmError): Ineligibility | null {
  const code = error.name === 'ValidationError' ? error.issues[0]?.code : undefined;
  switch (code) {
    case 'too-young':
    case 'too-old':
    case 'not-new':
    case 'not-existing':
      return code;
    default:
      return null;
  }
}

/** Where a field of the form stands in what is sent, `/body/patient/<place>`, when who is booked is somebody else. */
const placesForOther: Readonly<Record<string, PatientField>> = {
  given: 'patientGiven',
  family: 'patientFamily',
  birthDate: 'patientBirthDate',
  phone: 'phone',
  email: 'email',
  'contact/relationship': 'relationship',
  'contact/given': 'given',
  'contact/family': 'family',
};

/** A refused field stands as `/body/patient/<field>`; anything else that is refused is a defect of ours. */
function refusedFields(error: Extract<AnyPrmError, { name: 'ValidationError' }>, isForOther: boolean): Failure {
  const fields = error.issues.flatMap(({ path }): readonly PatientField[] => {
    const [, place = ''] = /^\/body\/patient\/(.+)$/.exec(path) ?? [];
    if (!isForOther) return patientFields.filter((field) => field === place.split('/')[0]);
    const field = placesForOther[place];
    return field ? [field] : [];
  });
  return fields.length > 0 ? { kind: 'validation', fields } : { kind: 'server', requestId: error.requestId ?? null };
}
