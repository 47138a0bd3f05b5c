import { ApiError, ConflictError, ConnectionError, RateLimitError, ValidationError } from '@openprm/sdk';
import { type Failure, type PatientField, patientFields } from './booking-state.ts';

/** Turns whatever the SDK threw into what the flow decides by. */
export function toFailure(error: unknown): Failure {
  if (error instanceof ConnectionError) return { kind: 'connection' };
  if (!(error instanceof ApiError)) return { kind: 'server', requestId: null };
  const requestId = error.requestId ?? null;
  switch (error.code) {
    case 'slot-unavailable':
    case 'hold-expired':
      return { kind: error.code, alternatives: error instanceof ConflictError ? error.alternatives : [] };
    case 'appointment-status-conflict':
      return { kind: 'status-conflict' };
    case 'idempotency-key-reused':
      return { kind: 'already-received' };
    case 'validation-failed':
      return error instanceof ValidationError ? refusedFields(error) : { kind: 'server', requestId };
    case 'rate-limited':
      return { kind: 'rate-limited' };
    case 'credential-expired':
    case 'credential-invalid':
    case 'credential-required':
      return { kind: 'credential' };
    case 'permission-denied':
    case 'origin-not-allowed':
    case 'not-found':
      return { kind: 'configuration' };
    default:
      return error instanceof RateLimitError ? { kind: 'rate-limited' } : { kind: 'server', requestId };
  }
}

/** A refused field stands as `/body/patient/<field>`; anything else that is refused is a defect of ours. */
function refusedFields(error: ValidationError): Failure {
  const fields = error.issues.flatMap(({ path }): readonly PatientField[] => {
    const name = path.split('/').at(3);
    return patientFields.filter((field) => path.startsWith('/body/patient/') && field === name);
  });
  return fields.length > 0 ? { kind: 'validation', fields } : { kind: 'server', requestId: error.requestId ?? null };
}
