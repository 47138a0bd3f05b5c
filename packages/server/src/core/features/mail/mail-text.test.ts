import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type PatientMailFacts, organizationMailText, patientMailText } from './mail-text.ts';

const facts: PatientMailFacts = {
  kind: 'booked',
  organizationName: 'Riverside Clinic',
  place: {
    mode: 'in-person',
    locationName: 'Riverside Main',
    address: { line: '120 Main Street', city: 'Riverside', state: 'IL', postalCode: '60546', country: 'US' },
  },
  start: Date.parse('2026-11-24T14:00:00Z'),
  timeZone: 'America/Chicago',
  languageTag: 'en-US',
  telephone: '+1 708 555 0100',
  link: 'https://visits.example/manage#lnk_x',
};

describe("The patient's mail", () => {
  it('tells clinic, time with its zone, place, telephone and the link', () => {
    const { subject, text } = patientMailText(facts);
    assert.equal(subject, 'Your visit is booked');
    assert.equal(
      text,
      [
        'Your visit at Riverside Clinic is booked.',
        '',
        'When: Tuesday, November 24, 2026 at 8:00 AM Central Standard Time',
        'Where: Riverside Main, 120 Main Street, Riverside, IL 60546',
        'Telephone: +1 708 555 0100',
        '',
        'To see the details, how to prepare, or to change or cancel the visit, open this link:',
        'https://visits.example/manage#lnk_x',
        '',
        'Keep the link to yourself: whoever has it can change your visit.',
        'To decline the invitation in your calendar does not cancel the visit.',
        '',
      ].join('\n'),
    );
  });

  it('is Spanish for who reads Spanish, and English for others', () => {
    const spanish = patientMailText({ ...facts, kind: 'rescheduled', languageTag: 'es-US' });
    assert.equal(spanish.subject, 'Su visita tiene una nueva hora');
    assert.match(spanish.text, /^Cuándo: martes, 24 de noviembre de 2026,? .*hora estándar central$/m);
    for (const languageTag of [null, 'ar', 'est', 'en-a', 'es-a']) {
      const { subject } = patientMailText({ ...facts, languageTag });
      assert.equal(subject, languageTag === 'es-a' ? 'Su visita está reservada' : 'Your visit is booked');
    }
  });

  it('names the zone that holds on that day', () => {
    const when = (start: string, timeZone: string) =>
      /^When: (.*)$/m.exec(
        patientMailText({ ...facts, start: Date.parse(start), timeZone, languageTag: 'en' }).text,
      )?.[1];
    assert.equal(
      when('2026-10-31T14:00:00Z', 'America/Chicago'),
      'Saturday, October 31, 2026 at 9:00 AM Central Daylight Time',
    );
    assert.equal(
      when('2026-11-01T14:00:00Z', 'America/Chicago'),
      'Sunday, November 1, 2026 at 8:00 AM Central Standard Time',
    );
    assert.equal(when('2026-11-24T03:15:00Z', 'Asia/Kathmandu'), 'Tuesday, November 24, 2026 at 9:00 AM Nepal Time');
  });

  it('offers no link when the visit is cancelled, but the telephone if there is one', () => {
    const { text } = patientMailText({ ...facts, kind: 'cancelled' });
    assert.doesNotMatch(text, /lnk_/);
    assert.match(text, /To ask for another time, call \+1 708 555 0100\./);
    assert.doesNotMatch(patientMailText({ ...facts, kind: 'cancelled', telephone: null }).text, /call/);
  });

  it('gives no address for a telehealth visit', () => {
    const { text } = patientMailText({ ...facts, place: { ...facts.place, mode: 'telehealth' } });
    assert.match(text, /^Where: Telehealth visit with Riverside Main$/m);
    assert.doesNotMatch(text, /120 Main Street/);
  });
});

describe("The clinic's mail", () => {
  it('tells what happened, when, where and with whom, and neither who comes nor what for', () => {
    const { subject, text } = organizationMailText({
      ...facts,
      kind: 'cancelled',
      appointmentId: 'apt_1',
      practitionerName: 'Amara Okafor, PT',
    });
    assert.equal(subject, 'Appointment cancelled');
    assert.equal(
      text,
      [
        'An appointment was cancelled. Its time is free again.',
        '',
        'When: Tuesday, November 24, 2026 at 8:00 AM Central Standard Time',
        'Where: Riverside Main, 120 Main Street, Riverside, IL 60546',
        'With: Amara Okafor, PT',
        'Appointment: apt_1',
        '',
        'Who comes and what for is read by that id, in your own system or by the API.',
        '',
      ].join('\n'),
    );
  });
});
