import type { RelatedPerson, RelatedPersonReason } from '@openprm/contract';

/** What somebody is to a patient, for the choices of a form and the lists that come of it. */
export const relationshipWords: Readonly<Record<RelatedPerson['relationship'], string>> = {
  ONESELF: 'the patient themself',
  PRN: 'parent',
  GUARD: 'legal guardian',
  CHILD: 'son or daughter',
  SPS: 'spouse or partner',
  SIB: 'brother or sister',
  FAMMEMB: 'family member',
  FRND: 'friend',
  POWATT: 'holds a power of attorney',
  unknown: 'in another role',
};

/** Why a right was given or taken back. */
export const reasonWords: Readonly<Record<RelatedPersonReason | 'unknown', string>> = {
  'identity-shown': 'they have shown who they are',
  'patient-request': 'the patient asked for it',
  'parental-responsibility': 'parent or guardian of a minor',
  'legal-document': 'a legal document was seen',
  'no-longer-valid': 'it does not hold any more',
  safety: 'to protect the patient',
  correction: 'it was noted by mistake',
  unknown: 'for another reason',
};

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);
const options = <Value extends string>(words: Readonly<Record<Value, string>>, values: readonly Value[]) =>
  values.map((value) => [value, sentence(words[value])] as const);

/** Who may act for somebody else. */
export const relationshipOptions = options(relationshipWords, [
  'PRN',
  'GUARD',
  'CHILD',
  'SPS',
  'SIB',
  'FAMMEMB',
  'FRND',
  'POWATT',
]);

/** Why somebody may act for a patient. */
export const grantOptions = options(reasonWords, ['patient-request', 'parental-responsibility', 'legal-document']);
/** Why somebody is linked to a chart as their own. */
export const linkOptions = options(reasonWords, ['identity-shown', 'patient-request', 'legal-document']);
/** Why a right or a link ends. */
export const endOptions = options(reasonWords, ['patient-request', 'no-longer-valid', 'safety', 'correction']);
