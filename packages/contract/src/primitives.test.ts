import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appointmentSchema, patientInputSchema } from './appointments.ts';
import type { Schema } from './endpoint.ts';
import { code, email, id, instant, line, localDate, localTime, paging, phone, timeZone } from './primitives.ts';

/** Values that a schema takes, and values that it refuses. */
const tables: Record<string, { schema: Schema; takes: readonly unknown[]; refuses: readonly unknown[] }> = {
  'an id of its kind': {
    schema: id('apt'),
    takes: ['apt_01m804d5q1af7jb9kf1j6y2kcj', 'apt_abcd'],
    refuses: [
      '',
      'apt_',
      'apt_abc',
      'loc_01m804d5q1',
      'apt_a b c d',
      'apt_<script>',
      `apt_${'x'.repeat(121)}`,
      7,
      null,
    ],
  },
  'an instant': {
    schema: instant,
    takes: ['2026-11-24T08:00:00-06:00', '2026-11-24T08:00Z', '2028-02-29T00:00:00.123Z'],
    refuses: [
      '2026-11-24',
      '2026-11-24T08:00:00',
      '2026-02-30T08:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-11-24T25:00:00Z',
      'now',
    ],
  },
  'a local date': {
    schema: localDate,
    takes: ['2026-11-24', '1911-02-28', '2028-02-29'],
    refuses: ['2026-02-29', '2026-2-9', '24.11.2026', '2026-11-24T00:00:00Z', ''],
  },
  'a local time': {
    schema: localTime,
    takes: ['00:00', '08:30', '24:00'],
    refuses: ['8:30', '24:01', '12:60', '12:00:00'],
  },
  'a time zone': { schema: timeZone, takes: ['America/Chicago', 'UTC'], refuses: ['+02:00', 'America/', '../etc', ''] },
  'a line of text': {
    schema: line(20),
    takes: ["O'Brien", 'Nguyễn', '\u{1F600}', 'می\u200cخواهم', ' trimmed '],
    refuses: ['', '   ', 'two\nlines', 'a\u0000b', 'turned\u202Eround', 'zero\u200Bwidth', '\uD800', 'x'.repeat(21)],
  },
  'an e-mail address': {
    schema: email,
    takes: ['dana@example.org', 'd.r+visit@sub.example.co'],
    refuses: [
      'dana',
      'dana@',
      '@example.org',
      'dana@example',
      'a b@example.org',
      'dana@example.org\nBcc: x@y.zz',
      'dana@ex..org',
    ],
  },
  'a telephone number': {
    schema: phone,
    takes: ['(555) 010-1234', '+44 20 7946 0000', '5550101'],
    refuses: ['555 01', '12345678901234567', 'call me', '555-0101 ext 3'],
  },
  'the size of a page': {
    schema: paging.limit,
    takes: [1, '50', 200, undefined],
    refuses: [0, 201, '1.5', 'abc', -1],
  },
};

describe('the small shapes', () => {
  for (const [name, { schema, takes, refuses }] of Object.entries(tables)) {
    it(`${name} is taken or refused by its form`, () => {
      for (const value of takes) assert.equal(schema.safeParse(value).success, true, JSON.stringify(value));
      for (const value of refuses) assert.equal(schema.safeParse(value).success, false, JSON.stringify(value));
    });
  }

  it('a code that this version does not know parses to unknown', () => {
    const schema = code(['booked', 'cancelled']);
    assert.equal(schema.parse('booked'), 'booked');
    assert.equal(schema.parse('teleported'), 'unknown');
  });
});

describe('requests and responses', () => {
  const patient = {
    given: 'Dana',
    family: 'Reyes',
    birthDate: '1984-03-14',
    phone: '555 010 1234',
    email: 'dana@example.org',
  };

  it('a request with a field that is not known is refused', () => {
    assert.equal(patientInputSchema.safeParse(patient).success, true);
    assert.equal(patientInputSchema.safeParse({ ...patient, isAdmin: true }).success, false);
  });

  it('a response of a later version is read: new fields are dropped, new codes are unknown', () => {
    const display = {
      organization: 'o',
      healthcareService: 's',
      practitioner: 'p',
      location: 'l',
      address: 'a',
      telephone: null,
      preparation: null,
    };
    const parsed = appointmentSchema.parse({
      id: 'apt_0001',
      status: 'teleported',
      healthcareServiceId: 'svc_0001',
      locationId: 'loc_0001',
      practitionerId: 'prc_0001',
      start: '2026-11-24T08:00:00-06:00',
      end: '2026-11-24T08:45:00-06:00',
      timeZone: 'America/Chicago',
      mode: 'in-person',
      sequence: 0,
      createdAt: '2026-11-21T00:00:00Z',
      cancellationReason: null,
      display,
      patient: { id: 'pat_0001', ...patient, contact: null, nickname: 'new' },
      telepathy: true,
    });
    assert.equal(parsed.status, 'unknown');
    assert.ok(!('telepathy' in parsed) && !('nickname' in (parsed.patient ?? {})));
  });
});
