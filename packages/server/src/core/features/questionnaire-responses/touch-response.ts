import type { RequestContext } from '../../http/context.ts';
import type { ResponseRow } from './response-repository.ts';

/** Names what whoever answers has touched, for the audit. Of a response whose owner is hidden no row says both which it is and whose. */
export function touchResponse(
  context: Pick<RequestContext, 'touches' | 'concerns'>,
  { id, mode, patient_id: patientId }: Pick<ResponseRow, 'id' | 'mode' | 'patient_id'>,
): void {
  if (patientId === null) return;
  if (mode === 'named') context.touches(id, patientId);
  else context.touches(null, patientId);
  context.concerns(patientId);
}
