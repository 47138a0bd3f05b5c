import type { EndpointAnswer, FhirResource, getQuestionnaireResponse } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { type KeyScope, requirePatientKey } from '../../keys/patient-keys.ts';
import type { ResponseRow } from './response-repository.ts';

/** A score as it is kept and shown. */
export type StoredScore = EndpointAnswer<typeof getQuestionnaireResponse>['scores'][number];

/** What a response's row holds sealed: what was answered, as it came, and its scores once it is complete. */
export interface ResponseContent {
  readonly response: FhirResource;
  readonly scores: readonly StoredScore[];
}

type Owner = Pick<ResponseRow, 'id' | 'patient_id'>;

/** Which row a content is sealed for. */
export const responseIdentity = (id: string) => `questionnaire_response/${id}`;

/** Seals a content for its row: under the patient's key, or the tenant's where nobody knows whose it is. */
export async function sealResponse(
  context: RequestContext,
  { id, patient_id: patientId }: Owner,
  content: ResponseContent,
): Promise<Uint8Array<ArrayBuffer>> {
  const plain = JSON.stringify(content);
  if (patientId === null) return context.keys.seal(context.tenantId, responseIdentity(id), plain);
  return (await requirePatientKey(context, patientId)).seal(responseIdentity(id), plain);
}

/** Opens it. @throws KeyError when the row or its key was changed */
export async function openResponse(
  context: KeyScope,
  { id, patient_id: patientId, sealed }: Owner & Pick<ResponseRow, 'sealed'>,
): Promise<ResponseContent> {
  const identity = responseIdentity(id);
  const plain =
    patientId === null
      ? await context.keys.open(context.tenantId, identity, sealed)
      : new TextDecoder().decode(await (await requirePatientKey(context, patientId)).open(identity, sealed));
  return JSON.parse(plain) as ResponseContent;
}
