import type { PatientInput } from '@openprm/sdk';

/** Somebody whose every detail is found by a search, wherever it should not be. */
export const zyxwina: PatientInput = {
  given: 'Zyxwina',
  family: 'Quellhorst',
  birthDate: '1981-07-19',
  phone: '(555) 018-7342',
  email: 'zyxwina.quellhorst@patient.example',
};

/** The same person under another family name and address, for a second booking. */
export const patientNamed = (family: string): PatientInput => ({
  ...zyxwina,
  family,
  email: `${family.toLowerCase()}@patient.example`,
});

/** The forms in which a patient's details could turn up, in lower case. */
export function personalForms({ given, family, birthDate, phone, email }: PatientInput): readonly string[] {
  const [year, month, day] = birthDate.split('-');
  const digits = phone.replace(/\D/g, '');
  return [
    given,
    family,
    email.split('@')[0] ?? email,
    birthDate,
    `${year}${month}${day}`,
    `${month}/${day}/${year}`,
    `${month}%2f${day}%2f${year}`,
    phone,
    encodeURIComponent(phone),
    digits,
    digits.slice(-7),
    phone.slice(-8),
  ].map((form) => form.toLowerCase());
}

/** Texts that hold anything of the patient. */
export const textsWithPersonalForms = (texts: readonly string[], patient: PatientInput): string[] =>
  texts.filter((text) => personalForms(patient).some((form) => text.toLowerCase().includes(form)));
