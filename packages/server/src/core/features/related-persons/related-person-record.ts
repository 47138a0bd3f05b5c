import type { PatientSeal } from '../../keys/patient-keys.ts';

/** What a row holds sealed, with the patient's key: who the related person is. */
export interface RelatedIdentity {
  readonly given: string;
  readonly family: string;
  readonly birthDate: string;
  readonly email: string;
}

const rowIdentity = (id: string) => `related_person/${id}`;

/** Seals who somebody is for the row of one right; it opens in no other row. */
export const sealRelated = (seal: PatientSeal, id: string, identity: RelatedIdentity) =>
  seal.seal(rowIdentity(id), JSON.stringify(identity));

/** Opens who the related person of a row is. */
export const openRelated = async (
  seal: PatientSeal,
  { id, sealed }: { readonly id: string; readonly sealed: Uint8Array },
): Promise<RelatedIdentity> =>
  JSON.parse(new TextDecoder().decode(await seal.open(rowIdentity(id), sealed))) as RelatedIdentity;
