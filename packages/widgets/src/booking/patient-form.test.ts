import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { patientInputSchema } from '@openprm/contract';
import { dateOrder, readBirthDate } from './birth-date.ts';
import type { FieldProblem, PatientField, PatientForm } from './booking-state.ts';
import { checkPatientForm } from './patient-form.ts';

const typed: PatientForm = {
  given: ' Dana ',
  family: 'Reyes',
  phone: '(555) 010-1234',
  birthDate: '3/14/1985',
  email: 'dana@example.org',
};
const check = (form: PatientForm) =>
  checkPatientForm(form, { dateOrder: dateOrder('en-US'), language: 'en-US', today: '2026-11-23' });

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

  const wrong: readonly (readonly [PatientField, string, FieldProblem])[] = [
    ['given', '  ', 'missing'],
    ['given', 'x'.repeat(101), 'too-long'],
    ['family', 'Rey\u0007es', 'refused'],
    ['phone', '555 01', 'phone'],
    ['phone', 'call me', 'phone'],
    ['birthDate', '31/31/1985', 'birth-date'],
    ['birthDate', '2/30/1985', 'birth-date'],
    ['birthDate', '3/14/85', 'birth-date'],
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
    const result = check({ given: '', family: '', phone: '', birthDate: '', email: '' });
    assert.equal(!result.ok && Object.keys(result.problems).length, 5);
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
  ];
  for (const [locale, text, date] of rows) {
    it(`is read from "${text}" in ${locale}`, () => assert.equal(readBirthDate(text, dateOrder(locale)), date));
  }
});
