import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import fc from 'fast-check';
import { latestStartOfDate, startOfDate } from './day-bounds.ts';
import { viewerTimeZone, wallTime } from '../locales/zone.ts';

const zones = [
  'America/Chicago',
  'America/Havana',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
  'UTC',
];

/** What a browser whose device has no zone says; `Intl` refuses it as an option. */
const nowhere = { ...new Intl.DateTimeFormat('en-US').resolvedOptions(), timeZone: 'Etc/Unknown' };

describe('the zone of the viewer', () => {
  it('is UTC where the browser names one that it refuses itself', () => {
    const said = mock.method(Intl.DateTimeFormat.prototype, 'resolvedOptions', () => nowhere);
    assert.equal(viewerTimeZone(), 'UTC');
    said.mock.restore();
    assert.ok(wallTime(0, viewerTimeZone()));
  });
});

describe('wall time', () => {
  it('has the date, the hour and the offset of the zone', () => {
    assert.deepEqual(wallTime('2026-11-26T16:30:00Z', 'America/Chicago'), {
      date: '2026-11-26',
      hour: 10,
      offsetMinutes: -360,
    });
    assert.deepEqual(wallTime('2026-11-26T23:00:00Z', 'Asia/Kathmandu'), {
      date: '2026-11-27',
      hour: 4,
      offsetMinutes: 345,
    });
  });
});

describe('the bounds of a local date', () => {
  it('hold every instant of the date, in every zone and around every change of clocks', () => {
    const instants = fc.integer({ min: Date.parse('2026-01-01T00:00:00Z'), max: Date.parse('2027-12-31T00:00:00Z') });
    fc.assert(
      fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
        const { date } = wallTime(at, zone);
        const tomorrow = new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
        assert.ok(Date.parse(startOfDate(date, zone)) <= at);
        assert.ok(Date.parse(latestStartOfDate(tomorrow, zone)) > at);
      }),
      { numRuns: 2000 },
    );
  });

  it('are exact on an ordinary day', () => {
    assert.equal(startOfDate('2026-11-26', 'America/Chicago'), '2026-11-26T06:00:00.000Z');
    assert.equal(latestStartOfDate('2026-11-26', 'America/Chicago'), '2026-11-26T06:00:00.000Z');
  });
});
