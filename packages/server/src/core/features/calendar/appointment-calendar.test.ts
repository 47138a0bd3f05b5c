import fc from 'fast-check';
import ICAL from 'ical.js';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type AppointmentCalendarInput, appointmentCalendar } from './appointment-calendar.ts';

const address = { line: '120 Main Street', city: 'Riverside', state: 'IL', postalCode: '60546', country: 'US' };

const input = (changes: Partial<AppointmentCalendarInput> = {}): AppointmentCalendarInput => ({
  tenantId: 'ten_riverside',
  appointmentId: 'apt_0123456789',
  sequence: 0,
  isCancelled: false,
  start: Date.parse('2026-11-24T14:00:00Z'),
  end: Date.parse('2026-11-24T14:45:00Z'),
  timeZone: 'America/Chicago',
  organizationName: 'Riverside Clinic',
  organizerEmail: 'front.desk@riverside.example',
  place: { mode: 'in-person', locationName: 'Riverside Main', address },
  telephone: '+1 708 555 0100',
  language: 'en',
  madeAt: Date.parse('2026-11-20T09:30:15Z'),
  attendeeEmail: null,
  ...changes,
});
const write = (changes: Partial<AppointmentCalendarInput> = {}) => {
  const whole = input(changes);
  return whole.attendeeEmail === null
    ? appointmentCalendar({ ...whole, attendeeEmail: null })
    : appointmentCalendar({ ...whole, attendeeEmail: whole.attendeeEmail });
};

/** Reads a file with a reader that knows no zones but the file's own. */
function read(content: string) {
  const calendar = new ICAL.Component(ICAL.parse(content));
  const event = calendar.getFirstSubcomponent('vevent');
  assert.ok(event);
  const time = (name: string) => {
    const value = event.getFirstPropertyValue(name);
    assert.ok(value instanceof ICAL.Time);
    return value;
  };
  return { calendar, event, start: time('dtstart'), end: time('dtend'), stamp: time('dtstamp') };
}

const starts: readonly (readonly [what: string, timeZone: string, start: string, written: string])[] = [
  ['winter in Chicago', 'America/Chicago', '2026-11-24T14:00:00Z', '20261124T080000'],
  ['summer in Chicago', 'America/Chicago', '2026-07-06T13:00:00Z', '20260706T080000'],
  ['the evening before the change in Chicago', 'America/Chicago', '2026-10-31T23:00:00Z', '20261031T180000'],
  ['the day of the change in Chicago', 'America/Chicago', '2026-11-01T15:00:00Z', '20261101T090000'],
  ['the moment after the spring change', 'America/Chicago', '2026-03-08T08:00:00Z', '20260308T030000'],
  ['Lord Howe in its half hour of summer time', 'Australia/Lord_Howe', '2026-12-01T22:00:00Z', '20261202T090000'],
  ['Lord Howe in winter', 'Australia/Lord_Howe', '2026-06-01T22:30:00Z', '20260602T090000'],
  ['Casablanca before Ramadan', 'Africa/Casablanca', '2026-02-10T09:00:00Z', '20260210T100000'],
  ['Casablanca in Ramadan', 'Africa/Casablanca', '2026-03-02T09:00:00Z', '20260302T090000'],
  [
    'Cairo, which changes on the Friday after its last Thursday',
    'Africa/Cairo',
    '2026-11-03T08:00:00Z',
    '20261103T100000',
  ],
  ['Havana after a change at midnight', 'America/Havana', '2026-03-08T14:00:00Z', '20260308T100000'],
  ['Santiago', 'America/Santiago', '2026-12-01T12:00:00Z', '20261201T090000'],
  ['Dublin', 'Europe/Dublin', '2026-07-01T08:00:00Z', '20260701T090000'],
  ['Kathmandu', 'Asia/Kathmandu', '2026-11-24T03:15:00Z', '20261124T090000'],
  ['Kiritimati, a day ahead', 'Pacific/Kiritimati', '2026-11-23T19:00:00Z', '20261124T090000'],
  ['Phoenix, which has not changed its clock for long', 'America/Phoenix', '2026-07-06T16:00:00Z', '20260706T090000'],
];

describe('The calendar file of an appointment', () => {
  for (const [what, timeZone, start, written] of starts) {
    it(`gives the local time of its zone and, by its own VTIMEZONE, the same instant: ${what}`, () => {
      const epoch = Date.parse(start);
      const { content } = write({ timeZone, start: epoch, end: epoch + 45 * 60_000 });
      assert.ok(content.includes(`\r\nDTSTART;TZID=${timeZone}:${written}\r\n`), content);
      const { calendar, start: startRead, end } = read(content);
      assert.equal(calendar.getFirstSubcomponent('vtimezone')?.getFirstPropertyValue('tzid'), timeZone);
      assert.equal(startRead.zone?.tzid, timeZone);
      assert.equal(startRead.toUnixTime() * 1000, epoch);
      assert.equal(end.toUnixTime() * 1000, epoch + 45 * 60_000);
    });
  }

  it('writes rules that Outlook reads: both changes of the year, each with its weekday, and always a STANDARD part', () => {
    const zone = (timeZone: string, start: string) =>
      read(
        write({ timeZone, start: Date.parse(start), end: Date.parse(start) + 60_000 }).content,
      ).calendar.getFirstSubcomponent('vtimezone');
    const rules = (timeZone: string, start: string) =>
      (zone(timeZone, start)?.getAllSubcomponents() ?? [])
        .map(
          (part) =>
            `${part.name} ${String(part.getFirstPropertyValue('rrule'))} ${String(part.getFirstPropertyValue('tzoffsetto'))}`,
        )
        .sort();
    const chicago = [
      'daylight FREQ=YEARLY;BYMONTH=3;BYDAY=2SU -05:00',
      'standard FREQ=YEARLY;BYMONTH=11;BYDAY=1SU -06:00',
    ];
    assert.deepEqual(rules('America/Chicago', '2026-11-24T14:00:00Z'), chicago);
    assert.deepEqual(rules('America/Chicago', '2026-07-24T14:00:00Z'), chicago);
    assert.deepEqual(rules('Europe/Kyiv', '2026-07-24T14:00:00Z'), [
      'daylight FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU +03:00',
      'standard FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU +02:00',
    ]);
    assert.deepEqual(rules('Australia/Lord_Howe', '2026-07-24T14:00:00Z'), [
      'daylight FREQ=YEARLY;BYMONTH=10;BYDAY=1SU +11:00',
      'standard FREQ=YEARLY;BYMONTH=4;BYDAY=1SU +10:30',
    ]);
    assert.deepEqual(rules('Africa/Casablanca', '2026-03-02T09:00:00Z'), ['standard null +00:00']);
    assert.deepEqual(rules('Asia/Kathmandu', '2026-03-02T09:00:00Z'), ['standard null +05:45']);
  });

  it('means the same instant at every hour of two years in every zone that this runtime knows', () => {
    const zones = Intl.supportedValuesOf('timeZone');
    const hour = 3_600_000;
    const instants = fc
      .integer({ min: Date.parse('2026-01-01') / hour, max: Date.parse('2028-01-01') / hour })
      .map((hours) => hours * hour);
    fc.assert(
      fc.property(fc.constantFrom(...zones), instants, (timeZone, start) => {
        const { start: startRead, end } = read(write({ timeZone, start, end: start + hour }).content);
        return startRead.toUnixTime() * 1000 === start && end.toUnixTime() * 1000 === start + hour;
      }),
      { numRuns: 300 },
    );
  });

  it('writes local times that come twice in UTC, both the first and the second, and a visit over the change', () => {
    for (const [start, end] of [
      ['20261101T060000Z', '20261101T063000Z'],
      ['20261101T073000Z', '20261101T080000Z'],
      ['20261101T053000Z', '20261101T081500Z'],
    ] as const) {
      const epoch = (text: string) =>
        ICAL.Time.fromDateTimeString(text.replace(/(....)(..)(..)T(..)(..)(..)Z/, '$1-$2-$3T$4:$5:$6Z')).toUnixTime() *
        1000;
      const { content } = write({ start: epoch(start), end: epoch(end) });
      assert.ok(content.includes(`\r\nDTSTART:${start}\r\nDTEND:${end}\r\n`), content);
      assert.doesNotMatch(content, /TZID/);
    }
  });

  it('writes UTC as UTC', () => {
    assert.match(write({ timeZone: 'UTC' }).content, /\r\nDTSTART:20261124T140000Z\r\n/);
  });

  it('says that there is a visit, and not what for', () => {
    const { content } = write();
    const { event } = read(content);
    assert.equal(event.getFirstPropertyValue('summary'), 'Visit at Riverside Clinic');
    assert.equal(event.getFirstPropertyValue('location'), 'Riverside Main, 120 Main Street, Riverside, IL 60546');
    assert.equal(event.getFirstPropertyValue('description'), 'Telephone: +1 708 555 0100');
    assert.equal(event.getFirstPropertyValue('class'), 'PRIVATE');
    assert.equal(event.getFirstPropertyValue('url'), null);
    assert.doesNotMatch(content, /https?:|ATTENDEE/);
  });

  it('names no address for a telehealth visit, and writes Spanish to who reads Spanish', () => {
    const { event } = read(
      write({ place: { mode: 'telehealth', locationName: 'Riverside Main', address }, language: 'es' }).content,
    );
    assert.equal(event.getFirstPropertyValue('summary'), 'Cita en Riverside Clinic');
    assert.equal(event.getFirstPropertyValue('location'), 'Videoconsulta con Riverside Main');
  });

  it('writes Arabic to who reads Arabic, with what runs from left to right kept apart', () => {
    const arabic = (changes: Partial<AppointmentCalendarInput>) => {
      const { event } = read(write({ language: 'ar', ...changes }).content);
      return ['summary', 'location', 'description'].map((name) => event.getFirstPropertyValue(name));
    };
    assert.deepEqual(arabic({}), [
      'زيارة في \u2068Riverside Clinic\u2069',
      '\u2068Riverside Main\u2069، \u2068120 Main Street, Riverside, IL 60546\u2069',
      'الهاتف: \u2068+1 708 555 0100\u2069',
    ]);
    const [, location] = arabic({ place: { mode: 'telehealth', locationName: 'Riverside Main', address } });
    assert.equal(location, 'زيارة عبر الفيديو مع \u2068Riverside Main\u2069');
  });

  it('names an organizer whatever its method, as RFC 5546 requires (sections 3.2.1, 3.2.2 and 3.2.5)', () => {
    for (const attendeeEmail of [null, 'jo@mail.example']) {
      for (const isCancelled of [false, true]) {
        const { event } = read(write({ attendeeEmail, isCancelled }).content);
        assert.equal(event.getFirstPropertyValue('organizer'), 'mailto:front.desk@riverside.example');
      }
    }
  });

  it('keeps its UID over changes, counts them, and stamps itself in UTC', () => {
    const booked = read(write().content);
    const moved = read(
      write({ sequence: 3, start: Date.parse('2026-12-01T14:00:00Z'), end: Date.parse('2026-12-01T14:45:00Z') })
        .content,
    );
    assert.equal(booked.event.getFirstPropertyValue('uid'), 'apt_0123456789@ten_riverside');
    assert.equal(moved.event.getFirstPropertyValue('uid'), 'apt_0123456789@ten_riverside');
    assert.equal(moved.event.getFirstPropertyValue('sequence'), 3);
    assert.equal(booked.stamp.toICALString(), '20261120T093015Z');
    assert.equal(booked.calendar.getFirstPropertyValue('prodid'), '-//OpenPRM//OpenPRM Server//EN');
  });

  it('invites without asking for an answer, and takes the invitation back', () => {
    const attendeeEmail = "o'neil+visits%1@mail.example";
    for (const [isCancelled, method, status] of [
      [false, 'REQUEST', 'CONFIRMED'],
      [true, 'CANCEL', 'CANCELLED'],
    ] as const) {
      const file = write({ attendeeEmail, isCancelled, sequence: Number(isCancelled) });
      assert.equal(file.method, method);
      const { calendar, event } = read(file.content);
      assert.equal(calendar.getFirstPropertyValue('method'), method);
      assert.equal(event.getFirstPropertyValue('status'), status);
      assert.equal(event.getFirstPropertyValue('organizer'), 'mailto:front.desk@riverside.example');
      assert.equal(event.getFirstProperty('organizer')?.getFirstParameter('cn'), 'Riverside Clinic');
      const attendee = event.getFirstProperty('attendee');
      assert.equal(
        decodeURIComponent(String(attendee?.getFirstValue())).toLowerCase(),
        "mailto:o'neil+visits%1@mail.example",
      );
      assert.equal(attendee?.getFirstParameter('partstat'), 'ACCEPTED');
      assert.equal(attendee?.getFirstParameter('rsvp'), 'FALSE');
      assert.equal(attendee?.getFirstParameter('cn'), undefined);
    }
  });

  it('takes back what was downloaded: the same entry, further on, cancelled, and for nobody to answer', () => {
    const before = write();
    const after = write({ isCancelled: true, sequence: 1 });
    assert.deepEqual([before.method, after.method], ['PUBLISH', 'CANCEL']);
    const { calendar, event, start } = read(after.content);
    const { event: booked } = read(before.content);
    assert.equal(calendar.getFirstPropertyValue('method'), 'CANCEL');
    assert.equal(event.getFirstPropertyValue('status'), 'CANCELLED');
    assert.equal(event.getFirstPropertyValue('uid'), booked.getFirstPropertyValue('uid'));
    assert.ok(Number(event.getFirstPropertyValue('sequence')) > Number(booked.getFirstPropertyValue('sequence')));
    assert.equal(start.toUnixTime(), read(before.content).start.toUnixTime());
    for (const each of [booked, event]) {
      assert.equal(each.getFirstPropertyValue('organizer'), 'mailto:front.desk@riverside.example');
      assert.equal(each.getFirstPropertyValue('attendee'), null);
    }
  });

  it('names an organizer even for a clinic without an e-mail address, one that cannot exist', () => {
    for (const attendeeEmail of [null, 'jo@mail.example']) {
      const { event } = read(write({ organizerEmail: null, attendeeEmail }).content);
      assert.equal(event.getFirstPropertyValue('organizer'), 'mailto:no-mail@openprm.invalid');
    }
  });

  it('brings names through whole, whatever is in them', () => {
    const names = fc.oneof(
      fc.constantFrom(
        'Clinic; "East", \\n of the river: ^n ^^ \\; \\,',
        'عيادة النهر',
        '診療所'.repeat(40),
        '👩🏽‍⚕️'.repeat(30),
        'BEGIN:VEVENT',
        `${'a'.repeat(73)}é`,
        'x\\',
      ),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    );
    fc.assert(
      fc.property(
        names.filter((name) => /^[^\p{Cc}\p{Cs}\u2028\u2029]+$/u.test(name) && name.trim() === name),
        (name) => {
          const { content } = write({
            organizationName: name,
            place: { mode: 'in-person', locationName: name, address: { ...address, line: name } },
            organizerEmail: null,
            attendeeEmail: 'jo@mail.example',
          });
          for (const line of content.split('\r\n')) {
            assert.ok(new TextEncoder().encode(line).length <= 75, 'a line has at most 75 octets');
            assert.doesNotMatch(line, /[\r\n]/);
          }
          const { event } = read(content);
          assert.equal(event.getFirstPropertyValue('summary'), `Visit at ${name}`);
          assert.equal(event.getFirstPropertyValue('location'), `${name}, ${name}, Riverside, IL 60546`);
          // ical.js undoes backslashes in parameters, which RFC 5545 (section 3.2) gives no meaning there
          if (!name.includes('\\')) assert.equal(event.getFirstProperty('organizer')?.getFirstParameter('cn'), name);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('cannot be broken out of by a name with line breaks', () => {
    const { content } = write({
      organizationName: 'Clinic\r\nATTACH:https://evil.example/\r\nX:',
      organizerEmail: null,
      attendeeEmail: 'jo@mail.example',
    });
    const { event } = read(content);
    assert.equal(event.getFirstPropertyValue('attach'), null);
    assert.doesNotMatch(content, /^ATTACH/m);
  });
});
