import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { patientInputSchema } from '@openprm/contract';
import { dateOrder, inOrder, readBirthDate } from '../ui/birth-date.ts';
import type { FieldProblem, PatientField, PatientForm } from './form-state.ts';
import { emptyForm } from './first/reduction.ts';
import { checkPatientForm } from './patient-form.ts';

const typed: PatientForm = {
  ...emptyForm,
  given: ' Dana ',
  family: 'Reyes',
  phone: '(555) 010-1234',
  birthDate: '3/14/1985',
  email: 'dana@example.org',
};
const check = (form: PatientForm) =>
  checkPatientForm(form, { dateOrder: dateOrder('en-US'), language: 'en-US', today: '2026-11-23', rule: null });

describe('the form', () => {
  it('gives what the API takes', () => {
    const result = check(typed);
    assert.ok(result.ok);
    assert.deepEqual(patientInputSchema.parse(result.patient), {
      given: 'Dana',
      family: 'Reyes',
      birthDate: '1985-03-14',
      phone: '(555) 010-1234',
      email: 'dana@example.org',
      language: 'en-US',
    });
  });

  const phones: readonly (readonly [string, string])[] = [
    ['(٥٥٥) ٠١٠-١٢٣٤', '(555) 010-1234'],
    ['\u200e+۴۹ ۳۰ ۹۰۱۸۲۰\u200e', '+49 30 901820'],
    ['\u2066+966 ٥٠ ١٢٣ ٤٥٦٧\u2069', '+966 50 123 4567'],
  ];
  for (const [value, sent] of phones) {
    it(`sends the phone number "${value}" as "${sent}"`, () => {
      const result = check({ ...typed, phone: value });
      assert.ok(result.ok);
      assert.equal(patientInputSchema.parse(result.patient).phone, sent);
    });
  }

  it('sends a date in the digits of another script in those of the API', () => {
    const result = check({ ...typed, birthDate: '٣/١٤/١٩٨٥' });
    assert.ok(result.ok);
    assert.equal(patientInputSchema.parse(result.patient).birthDate, '1985-03-14');
  });

  const wrong: readonly (readonly [PatientField, string, FieldProblem])[] = [
    ['given', '  ', 'missing'],
    ['given', 'x'.repeat(101), 'too-long'],
    ['family', 'Rey\u0007es', 'refused'],
    ['phone', '555 01', 'phone'],
    ['phone', 'call me', 'phone'],
    ['phone', '٥٥٥ ٠١', 'phone'],
    ['birthDate', '31/31/1985', 'birth-date'],
    ['birthDate', '2/30/1985', 'birth-date'],
    ['birthDate', '3/14/85', 'birth-date'],
    ['birthDate', '٢/٣٠/١٩٨٥', 'birth-date'],
    ['birthDate', '3/14/2027', 'birth-date-range'],
    ['email', 'dana@example', 'email'],
    ['email', 'dana example.org', 'email'],
  ];
  for (const [field, value, problem] of wrong) {
    it(`says "${problem}" of ${field} "${value.slice(0, 20)}"`, () => {
      const result = check({ ...typed, [field]: value });
      assert.deepEqual(!result.ok && result.problems, { [field]: problem });
    });
  }

  it('names everything that is missing at once', () => {
    const result = check(emptyForm);
    assert.equal(!result.ok && Object.keys(result.problems).length, 5);
  });
});

describe('the form for somebody cared for', () => {
  const forMia: PatientForm = {
    ...typed,
    whom: 'other',
    patientGiven: 'Mia ',
    patientFamily: 'Reyes',
    patientBirthDate: '5/6/2016',
    relationship: 'PRN',
    birthDate: '',
  };

  it('gives the patient, and who is reached for them', () => {
    const result = check(forMia);
    assert.ok(result.ok);
    assert.deepEqual(patientInputSchema.parse(result.patient), {
      given: 'Mia',
      family: 'Reyes',
      birthDate: '2016-05-06',
      phone: '(555) 010-1234',
      email: 'dana@example.org',
      language: 'en-US',
      contact: { relationship: 'PRN', given: 'Dana', family: 'Reyes' },
    });
  });

  it('asks for no date of birth of who books, and for all else', () => {
    const result = check({ ...emptyForm, whom: 'other' });
    assert.deepEqual(!result.ok && Object.keys(result.problems), [
      'patientGiven',
      'patientFamily',
      'patientBirthDate',
      'relationship',
      'given',
      'family',
      'phone',
      'email',
    ]);
  });

  it('holds the rule of an age against the patient, on the day of the visit', () => {
    const eligibility = { patients: null, minimumAge: 16, maximumAge: null, comment: null };
    const problemsOf = (form: PatientForm, date: string) => {
      const result = checkPatientForm(form, {
        dateOrder: dateOrder('en-US'),
        language: 'en-US',
        today: '2026-11-23',
        rule: { eligibility, date },
      });
      return result.ok ? {} : result.problems;
    };
    assert.deepEqual(problemsOf(forMia, '2026-11-26'), { patientBirthDate: 'age' });
    assert.deepEqual(problemsOf(typed, '2026-11-26'), {});
    const sixteen = { ...typed, birthDate: '11/26/2010' };
    assert.deepEqual(problemsOf(sixteen, '2026-11-25'), { birthDate: 'age' });
    assert.deepEqual(problemsOf(sixteen, '2026-11-26'), {});
  });
});

describe('a date of birth', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['en-US', '03/14/1985', '1985-03-14'],
    ['en-US', '3-14-1985', '1985-03-14'],
    ['en-US', '03141985', '1985-03-14'],
    ['en-US', ' 3 / 14 / 1985 ', '1985-03-14'],
    ['en-GB', '14.03.1985', '1985-03-14'],
    ['es-ES', '14/3/1985', '1985-03-14'],
    ['es-ES', '14031985', '1985-03-14'],
    ['en-US', '1985-03-14', '1985-03-14'],
    ['es-ES', '1985/03/14', '1985-03-14'],
    ['ar', '١٤/٠٣/١٩٨٥', '1985-03-14'],
    ['ar', '١٤\u200f/٣\u200f/١٩٨٥', '1985-03-14'],
    ['ar', '١٤؍٣؍١٩٨٥', '1985-03-14'],
    ['ar', '14/3/1985', '1985-03-14'],
    ['en-US', '٠٣١٤١٩٨٥', '1985-03-14'],
    ['fa', '۱۹۸۵-۰۳-۱۴', '1985-03-14'],
    ['ar', '١٩٨٥/٣/١٤', '1985-03-14'],
  ];
  for (const [locale, text, date] of rows) {
    it(`is read from "${text}" in ${locale}`, () => assert.equal(readBirthDate(text, dateOrder(locale)), date));
  }
});

describe('a date of birth that was typed before the language changed', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['en-US', 'es', '04/05/1985', '05/04/1985'],
    ['es', 'en-US', '05/04/1985', '04/05/1985'],
    ['en-US', 'es', '04051985', '05/04/1985'],
    ['en-US', 'ar', '٤/٥/١٩٨٥', '05/04/1985'],
    ['en-US', 'es', '05/05/1985', '05/05/1985'],
    ['en-US', 'es', '1985-04-05', '1985-04-05'],
    ['en-US', 'es', '04/05', '04/05'],
    ['en-GB', 'es', '4.5.1985', '4.5.1985'],
  ];
  for (const [from, to, typed, shown] of rows) {
    it(`in ${from}, "${typed}", is "${shown}" in ${to}`, () =>
      assert.equal(inOrder(typed, dateOrder(from), dateOrder(to)), shown));
  }
});
