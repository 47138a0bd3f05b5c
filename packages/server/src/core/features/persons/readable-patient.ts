import type { RequestContext } from '../../http/context.ts';
import { type OpenedPatient, type SealedPatient, openPatient } from '../patients/patient-record.ts';
import { hasShownAddress } from './shown-address.ts';

/**
 * Who a visit, or a wait for one, is of, as its reader may know: null when the patient was erased. Whoever booked in another's name has the credential of that visit for a while;
 * if the chart's person has then said who they are, it tells of the visit, and of what they said nothing. Who has shown the address is that person.
 *
 * @throws KeyError when the row or its key was changed, or the key is missing
 */
export async function readablePatient(
  context: RequestContext,
  row: SealedPatient & { readonly identity_version: number },
): Promise<OpenedPatient | null> {
  const { principal } = context;
  const isSaidSince = principal.kind === 'patient' && principal.identityVersion !== row.identity_version;
  return isSaidSince && !(await hasShownAddress(context)) ? null : openPatient(context, row);
}
