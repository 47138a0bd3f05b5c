import type { PatientInput } from '@openprm/sdk';
import type { DateOrder } from '../ui/birth-date.ts';

/** The five fields of who books for themself. */
export const patientFields = ['given', 'family', 'phone', 'birthDate', 'email'] as const;

/** The fields of who books for somebody in their care: first of the patient, then of themself. */
export const careFields = [
  'patientGiven',
  'patientFamily',
  'patientBirthDate',
  'relationship',
  'given',
  'family',
  'phone',
  'email',
] as const;

export type PatientField = (typeof patientFields)[number] | (typeof careFields)[number];

/** Fields that hold a date. */
export type DateField = Extract<PatientField, 'birthDate' | 'patientBirthDate'>;

/** Somebody whom a session may book for, as FHIR refers to them. */
export type PatientReference = `Patient/${string}`;

/**
 * For whom: oneself, somebody in one's care, one of those who were booked on this page before, by their place, or somebody whose chart the clinic has,
 * of whom nothing is asked.
 */
export type Whom = 'self' | 'other' | number | PatientReference;

/** Whether it is somebody in one's care, so that both have to say who they are. */
export const isForOther = (whom: Whom): whom is 'other' | number => typeof whom === 'number' || whom === 'other';

/** Somebody in one's care who was booked on this page before. */
export type CaredFor = Readonly<
  Record<'patientGiven' | 'patientFamily' | 'patientBirthDate' | 'relationship', string>
> & {
  readonly dateOrder: DateOrder | undefined;
};

/** The form as it was typed. In memory only; it is kept whatever happens to the time. */
export type PatientForm = Readonly<Record<PatientField, string>> & {
  readonly whom: Whom;
  readonly caredFor: readonly CaredFor[];
  /** In which order the date of birth was typed, once it was. */
  readonly dateOrder?: DateOrder | undefined;
  /** The same of the date of birth of somebody in one's care. */
  readonly patientDateOrder?: DateOrder | undefined;
};

/** What is wrong with a field. */
export type FieldProblem =
  | 'missing'
  | 'too-long'
  | 'phone'
  | 'birth-date'
  | 'birth-date-range'
  | 'email'
  | 'refused'
  /** The visit is for another age. */
  | 'age';
export type FieldProblems = Readonly<Partial<Record<PatientField, FieldProblem>>>;

/** A form after the check: what can be sent, or what is wrong. */
export type FormCheck =
  { readonly ok: true; readonly patient: PatientInput } | { readonly ok: false; readonly problems: FieldProblems };
