import * as z from 'zod/mini';
import { code } from './primitives.ts';

/** Whom a kind of visit takes: only who has not been seen by the clinic before, or only who has. */
export const eligiblePatients = ['new', 'existing'] as const;

/** The ways in which a referral is accepted (FHIR R4 service-referral-method): fax, telephone, secure messaging, secure e-mail, mail. */
export const referralMethods = ['fax', 'phone', 'elec', 'semail', 'mail'] as const;

/**
 * Where who has a red flag goes instead: the clinic's telephone, the local emergency number, or the local number for a crisis (both of the
 * {@link Location}).
 */
export const redFlagAdvice = ['clinic', 'emergency', 'crisis'] as const;

/** Whom a kind of visit is for (FHIR HealthcareService.eligibility, flat). What is null sets no condition. */
export const eligibilitySchema = z.object({
  patients: z.nullable(code(eligiblePatients)),
  /** Full years on the local date of the visit, both included. */
  minimumAge: z.nullable(z.number()),
  maximumAge: z.nullable(z.number()),
  /** Why, or where others find help, in the clinic's words. */
  comment: z.nullable(z.string()),
});
export type Eligibility = z.output<typeof eligibilitySchema>;

/** Something with which nobody should wait for a visit, in words for patients. Whether it is so is asked of a person and told to nobody. */
export const redFlagSchema = z.object({ text: z.string(), advice: code(redFlagAdvice) });
export type RedFlag = z.output<typeof redFlagSchema>;

/** What is known of a patient; null where it is not known, or must not be told. */
export interface EligibilityFacts {
  /** Full years on the local date of the visit. */
  readonly age: number | null;
  /** Whether the clinic has seen them before. */
  readonly wasSeen: boolean | null;
}

/** Which condition somebody does not meet. */
export type Ineligibility = 'too-young' | 'too-old' | 'not-new' | 'not-existing';

/**
 * The one rule by which a visit is open to somebody: the element asks it before it shows times, and the server when it books. A fact that is not
 * known breaks no condition. Null where nothing stands in the way.
 */
export function ineligibilityOf(
  eligibility: Pick<Eligibility, 'patients' | 'minimumAge' | 'maximumAge'> | null,
  { age, wasSeen }: EligibilityFacts,
): Ineligibility | null {
  if (eligibility === null) return null;
  const { patients, minimumAge, maximumAge } = eligibility;
  if (age !== null && minimumAge !== null && age < minimumAge) return 'too-young';
  if (age !== null && maximumAge !== null && age > maximumAge) return 'too-old';
  if (patients === 'new' && wasSeen === true) return 'not-new';
  if (patients === 'existing' && wasSeen === false) return 'not-existing';
  return null;
}

/**
 * Full years at a date. Who was born on February 29 is a year older on March 1 of a year without one.
 *
 * @param birthDate `YYYY-MM-DD`
 * @param date `YYYY-MM-DD`
 */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
