import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { dayBounds, isTimeZone, localDateOf, toInstant } from './openings.ts';
import { at } from './scheduling.fixture.ts';
import { offsetSpans } from './time-zone.ts';

const hour = 3_600_000;

describe('time zones', () => {
  it('knows every zone of this runtime, and links to zones', () => {
    const names = [
      ...Intl.supportedValuesOf('timeZone'),
      'UTC',
      'Etc/GMT+5',
      'US/Central',
      'Asia/Calcutta',
      'Asia/Kathmandu',
      'America/Nuuk',
    ];
    assert.deepEqual(
      names.filter((name) => !isTimeZone(name)),
      [],
    );
  });

  for (const name of [
    '',
    'Z',
    '+05:00',
    '-06',
    'PST',
    'america/chicago',
    'America/Chicago ',
    'America/Springfield',
    'Local',
    '../etc',
    'a'.repeat(500),
  ]) {
    it(`refuses ${JSON.stringify(name.slice(0, 20))} as a zone`, () => {
      assert.equal(isTimeZone(name), false);
    });
  }

  it('throws a RangeError for an unknown zone', () => {
    assert.throws(() => localDateOf(0, 'America/Springfield'), RangeError);
    assert.throws(() => toInstant(0, 'America/Springfield'), RangeError);
    assert.throws(() => dayBounds('2026-11-01', 'America/Springfield'), RangeError);
  });

  it('finds the same clock changes as Temporal in every zone', () => {
    const [first, last] = [at('2026-01-01T00:00:00Z'), at('2028-01-01T00:00:00Z')];
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const changes: string[] = [];
      let moment = Temporal.Instant.fromEpochMilliseconds(first)
        .toZonedDateTimeISO(timeZone)
        .getTimeZoneTransition('next');
      for (; moment && moment.epochMilliseconds < last; moment = moment.getTimeZoneTransition('next')) {
        changes.push(`${String(moment.epochMilliseconds)} ${String(moment.offsetNanoseconds / 1e6)}`);
      }
      const spans = offsetSpans(first / (24 * hour), last / (24 * hour) - 1, timeZone);
      assert.deepEqual(
        spans.slice(1).map(({ start, offset }) => `${String(start)} ${String(offset)}`),
        changes,
        timeZone,
      );
      assert.equal(spans[0]?.start, first);
      assert.equal(spans.at(-1)?.end, last);
    }
  });
});

describe('local dates', () => {
  const cases: readonly (readonly [instant: string, timeZone: string, date: string])[] = [
    ['2026-11-24T05:59:59.999Z', 'America/Chicago', '2026-11-23'],
    ['2026-11-24T06:00:00Z', 'America/Chicago', '2026-11-24'],
    ['2026-11-23T10:00:00Z', 'Pacific/Kiritimati', '2026-11-24'],
    ['2026-11-24T11:59:59Z', 'Etc/GMT+12', '2026-11-23'],
    ['2026-11-23T18:14:59Z', 'Asia/Kathmandu', '2026-11-23'],
    ['2026-11-23T18:15:00Z', 'Asia/Kathmandu', '2026-11-24'],
    ['2026-03-28T22:00:00Z', 'Asia/Beirut', '2026-03-29'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31'],
  ];
  for (const [instant, timeZone, date] of cases) {
    it(`${instant} is on ${date} in ${timeZone}`, () => {
      assert.equal(localDateOf(at(instant), timeZone), date);
    });
  }

  const days: readonly (readonly [date: string, timeZone: string, start: string, hours: number])[] = [
    ['2026-11-24', 'America/Chicago', '2026-11-24T06:00:00Z', 24],
    ['2026-03-08', 'America/Chicago', '2026-03-08T06:00:00Z', 23],
    ['2026-11-01', 'America/Chicago', '2026-11-01T05:00:00Z', 25],
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00Z', 23],
    ['2026-11-01', 'America/Havana', '2026-11-01T04:00:00Z', 25],
    ['2026-04-04', 'America/Santiago', '2026-04-04T03:00:00Z', 25],
    ['2026-10-04', 'Australia/Lord_Howe', '2026-10-03T13:30:00Z', 23.5],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00Z', 0],
  ];
  for (const [date, timeZone, start, hours] of days) {
    it(`${date} in ${timeZone} has ${String(hours)} hours from ${start}`, () => {
      assert.deepEqual(dayBounds(date, timeZone), { start: at(start), end: at(start) + hours * hour });
    });
  }

  it('refuses a date that does not exist', () => {
    assert.throws(() => dayBounds('2026-02-29', 'America/Chicago'), RangeError);
    assert.throws(() => dayBounds('tomorrow', 'America/Chicago'), RangeError);
  });
});

describe('instants', () => {
  const cases: readonly (readonly [utc: string, timeZone: string, written: string])[] = [
    ['2026-11-24T14:00:00Z', 'America/Chicago', '2026-11-24T08:00:00-06:00'],
    ['2026-11-01T06:30:00Z', 'America/Chicago', '2026-11-01T01:30:00-05:00'],
    ['2026-11-01T07:30:00Z', 'America/Chicago', '2026-11-01T01:30:00-06:00'],
    ['2026-11-24T03:15:00Z', 'Asia/Kathmandu', '2026-11-24T09:00:00+05:45'],
    ['2026-11-24T09:00:00Z', 'UTC', '2026-11-24T09:00:00+00:00'],
    ['2026-11-24T12:30:00Z', 'America/St_Johns', '2026-11-24T09:00:00-03:30'],
    ['2026-11-24T14:00:00.250Z', 'America/Chicago', '2026-11-24T08:00:00.250-06:00'],
    // Monrovia kept -00:44:30 until 1972, Paris +00:09:21 until 1911.
    ['1960-01-01T00:00:00Z', 'Africa/Monrovia', '1959-12-31T23:15:00-00:45'],
    ['1905-01-01T00:00:00Z', 'Europe/Paris', '1905-01-01T00:09:00+00:09'],
  ];
  for (const [utc, timeZone, written] of cases) {
    it(`writes ${utc} in ${timeZone} as ${written}`, () => {
      assert.equal(toInstant(at(utc), timeZone), written);
      assert.equal(at(written), at(utc));
    });
  }

  it('refuses a year that RFC 3339 cannot write', () => {
    assert.throws(() => toInstant(at('9999-12-31T23:00:00Z'), 'Asia/Kathmandu'), RangeError);
    assert.throws(() => toInstant(Number.NaN, 'UTC'), RangeError);
  });
});
