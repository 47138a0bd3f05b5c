import type { PatientInput } from '@openprm/sdk';
import { readBirthDate, type dateOrder } from './birth-date.ts';
import {
  type FieldProblem,
  type FormCheck,
  type PatientField,
  patientFields,
  type PatientForm,
} from './booking-state.ts';

/** The same rules as the API's, so that what passes here is not refused there. */
const emailPattern =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,63}$/;
const phonePattern = /^\+?[\d\s().-]+$/;

/** Nobody who books was born before this. */
const earliestBirthDate = '1890-01-01';

/** Around the form: how its language writes dates, which language mail should have, and what day it is. */
export interface FormSurroundings {
  readonly dateOrder: ReturnType<typeof dateOrder>;
  readonly language: string;
  /** Local date of the viewer, `YYYY-MM-DD`. */
  readonly today: string;
}

/** Checks what was typed. Answers what can be sent, or what is wrong with each field. */
export function checkPatientForm(
  form: PatientForm,
  { dateOrder: order, language, today }: FormSurroundings,
): FormCheck {
  const birthDate = readBirthDate(form.birthDate, order);
  const problemOf = (field: PatientField): FieldProblem | null => {
    const value = form[field].trim();
    if (value === '') return 'missing';
    switch (field) {
      case 'given':
      case 'family':
        return value.length > 100 ? 'too-long' : /[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value) ? 'refused' : null;
      case 'phone': {
        const digits = value.replace(/\D/g, '').length;
        return phonePattern.test(value) && digits >= 7 && digits <= 15 && value.length <= 40 ? null : 'phone';
      }
      case 'birthDate':
        if (birthDate === null) return 'birth-date';
        return birthDate > today || birthDate < earliestBirthDate ? 'birth-date-range' : null;
      case 'email':
        return emailPattern.test(value) && value.length <= 254 ? null : 'email';
    }
  };
  const problems = Object.fromEntries(
    patientFields.flatMap((field) => {
      const problem = problemOf(field);
      return problem ? [[field, problem] as const] : [];
    }),
  );
  if (birthDate === null || Object.keys(problems).length > 0) return { ok: false, problems };
  const patient: PatientInput = {
    given: form.given.trim(),
    family: form.family.trim(),
    birthDate,
    phone: form.phone.trim(),
    email: form.email.trim(),
    language,
  };
  return { ok: true, patient };
}
