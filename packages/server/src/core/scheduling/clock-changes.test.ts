import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findOpenings } from './openings.ts';
import { at, daily, makeOccupancy, makeSchedule, makeService, wallOf } from './scheduling.fixture.ts';

interface Case {
  readonly timeZone: string;
  readonly date: string;
  readonly hours: readonly string[];
  /** Minutes; 30 each unless told. */
  readonly every?: number;
  readonly lasting?: number;
  /** What the wall at the place shows, and the same instant in UTC: both worked out by hand. */
  readonly expected: readonly (readonly [wall: string, utc: string])[];
}

const cases: Readonly<Record<string, Case>> = {
  'Havana springs forward at midnight: the day begins at 01:00': {
    timeZone: 'America/Havana',
    date: '2026-03-08',
    hours: ['00:00-03:00'],
    expected: [
      ['2026-03-08T01:00:00-04:00', '2026-03-08T05:00:00Z'],
      ['2026-03-08T01:30:00-04:00', '2026-03-08T05:30:00Z'],
      ['2026-03-08T02:00:00-04:00', '2026-03-08T06:00:00Z'],
      ['2026-03-08T02:30:00-04:00', '2026-03-08T06:30:00Z'],
    ],
  },
  'hours that begin in a gap keep their own grid after it': {
    timeZone: 'America/Havana',
    date: '2026-03-08',
    hours: ['00:15-02:00'],
    lasting: 15,
    expected: [
      ['2026-03-08T01:15:00-04:00', '2026-03-08T05:15:00Z'],
      ['2026-03-08T01:45:00-04:00', '2026-03-08T05:45:00Z'],
    ],
  },
  'hours that lie in a gap offer nothing': {
    timeZone: 'America/Havana',
    date: '2026-03-08',
    hours: ['00:00-01:00'],
    expected: [],
  },
  'Havana falls back to midnight: the first hour comes twice': {
    timeZone: 'America/Havana',
    date: '2026-11-01',
    hours: ['00:00-02:00'],
    expected: [
      ['2026-11-01T00:00:00-04:00', '2026-11-01T04:00:00Z'],
      ['2026-11-01T00:30:00-04:00', '2026-11-01T04:30:00Z'],
      ['2026-11-01T00:00:00-05:00', '2026-11-01T05:00:00Z'],
      ['2026-11-01T00:30:00-05:00', '2026-11-01T05:30:00Z'],
      ['2026-11-01T01:00:00-05:00', '2026-11-01T06:00:00Z'],
      ['2026-11-01T01:30:00-05:00', '2026-11-01T06:30:00Z'],
    ],
  },
  'Santiago springs forward at midnight': {
    timeZone: 'America/Santiago',
    date: '2026-09-06',
    hours: ['00:00-02:00'],
    expected: [
      ['2026-09-06T01:00:00-03:00', '2026-09-06T04:00:00Z'],
      ['2026-09-06T01:30:00-03:00', '2026-09-06T04:30:00Z'],
    ],
  },
  'Santiago falls back at midnight: the last hour comes twice, on the same date': {
    timeZone: 'America/Santiago',
    date: '2026-04-04',
    hours: ['22:00-24:00'],
    every: 60,
    lasting: 60,
    expected: [
      ['2026-04-04T22:00:00-03:00', '2026-04-05T01:00:00Z'],
      ['2026-04-04T23:00:00-03:00', '2026-04-05T02:00:00Z'],
      ['2026-04-04T23:00:00-04:00', '2026-04-05T03:00:00Z'],
    ],
  },
  'Cairo springs forward at midnight': {
    timeZone: 'Africa/Cairo',
    date: '2026-04-24',
    hours: ['00:00-02:00'],
    expected: [
      ['2026-04-24T01:00:00+03:00', '2026-04-23T22:00:00Z'],
      ['2026-04-24T01:30:00+03:00', '2026-04-23T22:30:00Z'],
    ],
  },
  'Cairo falls back at midnight': {
    timeZone: 'Africa/Cairo',
    date: '2026-10-29',
    hours: ['22:00-24:00'],
    every: 60,
    lasting: 60,
    expected: [
      ['2026-10-29T22:00:00+03:00', '2026-10-29T19:00:00Z'],
      ['2026-10-29T23:00:00+03:00', '2026-10-29T20:00:00Z'],
      ['2026-10-29T23:00:00+02:00', '2026-10-29T21:00:00Z'],
    ],
  },
  'Beirut springs forward at midnight': {
    timeZone: 'Asia/Beirut',
    date: '2026-03-29',
    hours: ['00:00-02:00'],
    expected: [
      ['2026-03-29T01:00:00+03:00', '2026-03-28T22:00:00Z'],
      ['2026-03-29T01:30:00+03:00', '2026-03-28T22:30:00Z'],
    ],
  },
  'Beirut falls back at midnight': {
    timeZone: 'Asia/Beirut',
    date: '2026-10-24',
    hours: ['22:30-24:00'],
    expected: [
      ['2026-10-24T22:30:00+03:00', '2026-10-24T19:30:00Z'],
      ['2026-10-24T23:00:00+03:00', '2026-10-24T20:00:00Z'],
      ['2026-10-24T23:30:00+03:00', '2026-10-24T20:30:00Z'],
      ['2026-10-24T23:00:00+02:00', '2026-10-24T21:00:00Z'],
      ['2026-10-24T23:30:00+02:00', '2026-10-24T21:30:00Z'],
    ],
  },
  'Lord Howe springs forward by half an hour: an hourly grid stays on the hour': {
    timeZone: 'Australia/Lord_Howe',
    date: '2026-10-04',
    hours: ['01:00-05:00'],
    every: 60,
    expected: [
      ['2026-10-04T01:00:00+10:30', '2026-10-03T14:30:00Z'],
      ['2026-10-04T03:00:00+11:00', '2026-10-03T16:00:00Z'],
      ['2026-10-04T04:00:00+11:00', '2026-10-03T17:00:00Z'],
    ],
  },
  'Lord Howe falls back by half an hour: 01:30 comes twice': {
    timeZone: 'Australia/Lord_Howe',
    date: '2026-04-05',
    hours: ['01:00-03:00'],
    expected: [
      ['2026-04-05T01:00:00+11:00', '2026-04-04T14:00:00Z'],
      ['2026-04-05T01:30:00+11:00', '2026-04-04T14:30:00Z'],
      ['2026-04-05T01:30:00+10:30', '2026-04-04T15:00:00Z'],
      ['2026-04-05T02:00:00+10:30', '2026-04-04T15:30:00Z'],
      ['2026-04-05T02:30:00+10:30', '2026-04-04T16:00:00Z'],
    ],
  },
  'Casablanca falls back for Ramadan': {
    timeZone: 'Africa/Casablanca',
    date: '2026-02-15',
    hours: ['02:00-04:00'],
    every: 60,
    lasting: 60,
    expected: [
      ['2026-02-15T02:00:00+01:00', '2026-02-15T01:00:00Z'],
      ['2026-02-15T02:00:00+00:00', '2026-02-15T02:00:00Z'],
      ['2026-02-15T03:00:00+00:00', '2026-02-15T03:00:00Z'],
    ],
  },
  'Casablanca during Ramadan': {
    timeZone: 'Africa/Casablanca',
    date: '2026-03-02',
    hours: ['09:00-10:00'],
    expected: [
      ['2026-03-02T09:00:00+00:00', '2026-03-02T09:00:00Z'],
      ['2026-03-02T09:30:00+00:00', '2026-03-02T09:30:00Z'],
    ],
  },
  'Casablanca springs forward after Ramadan': {
    timeZone: 'Africa/Casablanca',
    date: '2026-03-22',
    hours: ['01:00-04:00'],
    every: 60,
    expected: [
      ['2026-03-22T01:00:00+00:00', '2026-03-22T01:00:00Z'],
      ['2026-03-22T03:00:00+01:00', '2026-03-22T02:00:00Z'],
    ],
  },
  'Kathmandu is a quarter of an hour off': {
    timeZone: 'Asia/Kathmandu',
    date: '2026-11-24',
    hours: ['09:00-10:00'],
    expected: [
      ['2026-11-24T09:00:00+05:45', '2026-11-24T03:15:00Z'],
      ['2026-11-24T09:30:00+05:45', '2026-11-24T03:45:00Z'],
    ],
  },
  'Kiritimati is a day ahead of half the world': {
    timeZone: 'Pacific/Kiritimati',
    date: '2026-11-24',
    hours: ['00:00-00:30', '13:30-14:00', '23:30-24:00'],
    expected: [
      ['2026-11-24T00:00:00+14:00', '2026-11-23T10:00:00Z'],
      ['2026-11-24T13:30:00+14:00', '2026-11-23T23:30:00Z'],
      ['2026-11-24T23:30:00+14:00', '2026-11-24T09:30:00Z'],
    ],
  },
  'Dublin springs forward': {
    timeZone: 'Europe/Dublin',
    date: '2026-03-29',
    hours: ['00:00-03:00'],
    every: 60,
    expected: [
      ['2026-03-29T00:00:00+00:00', '2026-03-29T00:00:00Z'],
      ['2026-03-29T02:00:00+01:00', '2026-03-29T01:00:00Z'],
    ],
  },
  'Dublin falls back': {
    timeZone: 'Europe/Dublin',
    date: '2026-10-25',
    hours: ['00:00-03:00'],
    every: 60,
    expected: [
      ['2026-10-25T00:00:00+01:00', '2026-10-24T23:00:00Z'],
      ['2026-10-25T01:00:00+01:00', '2026-10-25T00:00:00Z'],
      ['2026-10-25T01:00:00+00:00', '2026-10-25T01:00:00Z'],
      ['2026-10-25T02:00:00+00:00', '2026-10-25T02:00:00Z'],
    ],
  },
  'Chicago springs forward: an hour across the change ends an hour later by the clock as well': {
    timeZone: 'America/Chicago',
    date: '2026-03-08',
    hours: ['01:00-04:00'],
    lasting: 60,
    expected: [
      ['2026-03-08T01:00:00-06:00', '2026-03-08T07:00:00Z'],
      ['2026-03-08T01:30:00-06:00', '2026-03-08T07:30:00Z'],
      ['2026-03-08T03:00:00-05:00', '2026-03-08T08:00:00Z'],
    ],
  },
  'a break that lies in a gap still parts two periods': {
    timeZone: 'America/Chicago',
    date: '2026-03-08',
    hours: ['01:00-02:00', '03:00-04:00'],
    lasting: 60,
    expected: [
      ['2026-03-08T01:00:00-06:00', '2026-03-08T07:00:00Z'],
      ['2026-03-08T03:00:00-05:00', '2026-03-08T08:00:00Z'],
    ],
  },
  'Chicago falls back: the repeated hour is offered twice': {
    timeZone: 'America/Chicago',
    date: '2026-11-01',
    hours: ['00:30-02:30'],
    expected: [
      ['2026-11-01T00:30:00-05:00', '2026-11-01T05:30:00Z'],
      ['2026-11-01T01:00:00-05:00', '2026-11-01T06:00:00Z'],
      ['2026-11-01T01:30:00-05:00', '2026-11-01T06:30:00Z'],
      ['2026-11-01T01:00:00-06:00', '2026-11-01T07:00:00Z'],
      ['2026-11-01T01:30:00-06:00', '2026-11-01T07:30:00Z'],
      ['2026-11-01T02:00:00-06:00', '2026-11-01T08:00:00Z'],
    ],
  },
  'hours that end in a repeated hour are open both times, and a visit ends in the one in which it starts': {
    timeZone: 'America/Chicago',
    date: '2026-11-01',
    hours: ['00:30-01:30'],
    every: 15,
    expected: [
      ['2026-11-01T00:30:00-05:00', '2026-11-01T05:30:00Z'],
      ['2026-11-01T00:45:00-05:00', '2026-11-01T05:45:00Z'],
      ['2026-11-01T01:00:00-05:00', '2026-11-01T06:00:00Z'],
      ['2026-11-01T01:00:00-06:00', '2026-11-01T07:00:00Z'],
    ],
  },
  'the day after a change is back on the clock': {
    timeZone: 'America/Chicago',
    date: '2026-11-02',
    hours: ['09:00-09:30'],
    expected: [['2026-11-02T09:00:00-06:00', '2026-11-02T15:00:00Z']],
  },
  'a change back over midnight (St. John’s, 2006, at 00:01) gives the old date a second part': {
    timeZone: 'America/St_Johns',
    date: '2006-10-28',
    hours: ['23:00-24:00'],
    expected: [
      ['2006-10-28T23:00:00-02:30', '2006-10-29T01:30:00Z'],
      ['2006-10-28T23:30:00-02:30', '2006-10-29T02:00:00Z'],
      ['2006-10-28T23:30:00-03:30', '2006-10-29T03:00:00Z'],
    ],
  },
  '… and cuts the first minute off the new date': {
    timeZone: 'America/St_Johns',
    date: '2006-10-29',
    hours: ['00:00-01:00'],
    expected: [
      ['2006-10-29T00:00:00-03:30', '2006-10-29T03:30:00Z'],
      ['2006-10-29T00:30:00-03:30', '2006-10-29T04:00:00Z'],
    ],
  },
};

describe('clock changes', () => {
  for (const [name, { timeZone, date, hours, every = 30, lasting = 30, expected }] of Object.entries(cases)) {
    it(name, () => {
      const noon = at(`${date}T12:00:00Z`);
      const day = 24 * 3_600_000;
      const openings = findOpenings({
        service: makeService({ slotIntervalMinutes: every, durationMinutes: lasting }),
        schedules: [makeSchedule({ timeZone, weeklyHours: daily(...hours) })],
        occupancy: makeOccupancy(),
        now: noon - 7 * day,
        from: noon - 3 * day,
        to: noon + 3 * day,
      });
      const onDate = openings.filter((opening) => opening.date === date);
      assert.deepEqual(
        onDate.map((opening) => [wallOf(opening), `${new Date(opening.start).toISOString().slice(0, 19)}Z`]),
        expected,
      );
      assert.deepEqual(
        new Set(onDate.map(({ start, end }) => end - start)),
        new Set(expected.length > 0 ? [lasting * 60_000] : []),
      );
    });
  }

  it('a search that begins or ends between the two parts of a date misses neither', () => {
    const search = (from: string, to: string) =>
      findOpenings({
        service: makeService({ durationMinutes: 1 }),
        schedules: [makeSchedule({ timeZone: 'America/St_Johns', weeklyHours: daily('00:00-24:00') })],
        occupancy: makeOccupancy(),
        now: at('2006-10-20T00:00:00Z'),
        from: at(from),
        to: at(to),
      }).map(wallOf);
    assert.deepEqual(search('2006-10-29T02:30:00Z', '2006-10-29T03:30:00Z'), [
      '2006-10-29T00:00:00-02:30',
      '2006-10-28T23:30:00-03:30',
    ]);
    assert.deepEqual(search('2006-10-29T02:00:00Z', '2006-10-29T02:45:00Z'), [
      '2006-10-28T23:30:00-02:30',
      '2006-10-29T00:00:00-02:30',
    ]);
  });
});
