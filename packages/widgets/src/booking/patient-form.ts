import { ageOn, contactRelationships, type Eligibility, ineligibilityOf, type PatientInput } from '@openprm/sdk';
import { withAsciiDigits } from '../ui/ascii-digits.ts';
import { isEmailAddress } from '../ui/email-address.ts';
import { type DateOrder, readBirthDate } from '../ui/birth-date.ts';
import {
  type FieldProblem,
  careFields,
  type FormCheck,
  isForOther,
  type PatientField,
  patientFields,
  type PatientForm,
  type Whom,
} from './form-state.ts';

/** The same rule as the API's, so that what passes here is not refused there. */
const phonePattern = /^\+?[\d\s().-]+$/;

/** Nobody who books was born before this. */
const earliestBirthDate = '1890-01-01';

/** Around the form: how its language writes dates, which language mail should have, and what day it is. */
export interface FormSurroundings {
  readonly dateOrder: DateOrder;
  readonly language: string;
  /** Local date of the viewer, `YYYY-MM-DD`. */
  readonly today: string;
  /** Whom the visit is for, and on which local date it is; null where it is for everybody. */
  readonly rule: { readonly eligibility: Eligibility; readonly date: string } | null;
}

/** The fields that a form has, in their order. */
export const fieldsOf = (whom: Whom): readonly PatientField[] => (isForOther(whom) ? careFields : patientFields);

/** Checks what was typed. Answers what can be sent, with digits that the API reads, or what is wrong with each field. */
export function checkPatientForm(
  form: PatientForm,
  { dateOrder: order, language, today, rule }: FormSurroundings,
): FormCheck {
  const isForSelf = !isForOther(form.whom);
  const dateField = isForSelf ? 'birthDate' : 'patientBirthDate';
  const birthDate = readBirthDate(form[dateField], order);
  const relationship = contactRelationships.find((known) => known === form.relationship);
  const phone = withAsciiDigits(form.phone).trim();
  const problemOf = (field: PatientField): FieldProblem | null => {
    const value = form[field].trim();
    if (value === '') return 'missing';
    switch (field) {
      case 'given':
      case 'family':
      case 'patientGiven':
      case 'patientFamily':
        return value.length > 100 ? 'too-long' : /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value) ? 'refused' : null;
      case 'phone': {
        const digits = phone.replace(/\D/g, '').length;
        return phonePattern.test(phone) && digits >= 7 && digits <= 15 && phone.length <= 40 ? null : 'phone';
      }
      case 'birthDate':
      case 'patientBirthDate':
        if (birthDate === null) return 'birth-date';
        if (birthDate > today || birthDate < earliestBirthDate) return 'birth-date-range';
        return rule && ineligibilityOf(rule.eligibility, { age: ageOn(birthDate, rule.date), wasSeen: null })
          ? 'age'
          : null;
      case 'email':
        return isEmailAddress(value) ? null : 'email';
      case 'relationship':
        return relationship ? null : 'missing';
    }
  };
  const problems = Object.fromEntries(
    fieldsOf(form.whom).flatMap((field) => {
      const problem = problemOf(field);
      return problem ? [[field, problem] as const] : [];
    }),
  );
  if (birthDate === null || Object.keys(problems).length > 0) return { ok: false, problems };
  const booker = { given: form.given.trim(), family: form.family.trim() };
  const reached = { birthDate, phone, email: form.email.trim(), language };
  if (isForSelf || !relationship) return { ok: true, patient: { ...booker, ...reached } };
  const patient: PatientInput = {
    given: form.patientGiven.trim(),
    family: form.patientFamily.trim(),
    ...reached,
    contact: { relationship, ...booker },
  };
  return { ok: true, patient };
}
