/**
 * Of what kind somebody stands to a patient. HL7 v3 RoleCode, a part: the patient themself, parent, guardian, child, spouse, sibling, family member, friend,
 * with power of attorney.
 */
export const relatedPersonRelationships = [
  'ONESELF',
  'PRN',
  'GUARD',
  'CHILD',
  'SPS',
  'SIB',
  'FAMMEMB',
  'FRND',
  'POWATT',
] as const;

/** The same for somebody else than the patient: `PRN` is the patient's parent, `CHILD` the patient's son or daughter. */
export const contactRelationships = ['PRN', 'GUARD', 'CHILD', 'SPS', 'SIB', 'FAMMEMB', 'FRND', 'POWATT'] as const;
export type ContactRelationship = (typeof contactRelationships)[number];
