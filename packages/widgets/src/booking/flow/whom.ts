import { type CaredFor, isForOther, type PatientForm, type Whom } from '../form-state.ts';

/** The form for somebody else: what was typed of who books stays, and so does who was booked before. */
export function forWhom(form: PatientForm, whom: Whom): PatientForm {
  if (!isForOther(whom)) return { ...form, whom };
  if (whom === 'other') return typeof form.whom === 'number' ? { ...form, ...nobody, whom } : { ...form, whom };
  const known = form.caredFor[whom];
  if (!known) return form;
  const { dateOrder, ...patient } = known;
  return { ...form, ...patient, patientDateOrder: dateOrder, whom };
}

/** After a booking: who was booked by somebody else can be booked again without a word. */
export function withCaredFor(form: PatientForm): PatientForm {
  const { whom, caredFor, patientGiven, patientFamily, patientBirthDate, relationship, patientDateOrder } = form;
  if (!isForOther(whom)) return form;
  const booked: CaredFor = {
    patientGiven,
    patientFamily,
    patientBirthDate,
    relationship,
    dateOrder: patientDateOrder,
  };
  const at = whom === 'other' ? caredFor.length : whom;
  return { ...form, whom: at, caredFor: [...caredFor.slice(0, at), booked, ...caredFor.slice(at + 1)] };
}

const nobody = {
  patientGiven: '',
  patientFamily: '',
  patientBirthDate: '',
  relationship: '',
  patientDateOrder: undefined,
} as const;
