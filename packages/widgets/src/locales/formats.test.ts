import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatsOf } from './formats.ts';
import { comesTwice, wallTime } from './zone.ts';

const first = '2026-11-01T01:30:00-05:00';
const again = '2026-11-01T01:30:00-06:00';
const chicago = formatsOf('en-US', 'America/Chicago');
const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ');

describe('the hour that comes twice', () => {
  it('is told apart by every format that has a time, and by the instant alone', () => {
    assert.equal(plain(chicago.time(first)), '1:30 AM CDT');
    assert.equal(plain(chicago.time(again)), '1:30 AM CST');
    assert.equal(plain(chicago.dateAndTime(first)), 'Sun, Nov 1 · 1:30 AM CDT');
    assert.equal(plain(chicago.dateAndTime(again)), 'Sun, Nov 1 · 1:30 AM CST');
    assert.equal(plain(chicago.timeRange(again, '2026-11-01T02:15:00-06:00')), '1:30 AM CST – 2:15 AM');
    assert.equal(plain(chicago.timeRange(first, '2026-11-01T01:15:00-06:00')), '1:30 AM CDT – 1:15 AM CST');
    assert.equal(plain(formatsOf('es', 'America/Chicago').time(first)), '1:30 GMT-5');
  });

  it('keeps a time on one line, with its half of the day and after its date', () => {
    const cairo = formatsOf('ar', 'Africa/Cairo');
    for (const text of [cairo.time(first), cairo.timeRange(first, again)]) assert.doesNotMatch(text, / /);
    assert.match(cairo.dateAndTime(first), /^\S+ 1\u00a0\S+\u00a0· \S+\u00a0[صم]$/);
  });

  it('is no other hour', () => {
    for (const time of ['2026-11-01T00:59:00-05:00', '2026-11-01T02:00:00-06:00', '2026-03-08T03:00:00-05:00'])
      assert.match(plain(chicago.time(time)), /^\d+:\d\d [AP]M$/);
    assert.equal(
      plain(chicago.timeRange('2026-11-26T10:30:00-06:00', '2026-11-26T11:15:00-06:00')),
      '10:30 – 11:15 AM',
    );
  });

  const zones = ['America/Chicago', 'America/Havana', 'Australia/Lord_Howe', 'Antarctica/Troll', 'Africa/Cairo', 'UTC'];
  for (const zone of zones) {
    it(`is found among all half hours of a year in ${zone}`, () => {
      const half = 30 * 60_000;
      const from = Date.parse('2026-01-01T00:00:00Z');
      const starts = Array.from({ length: 365 * 48 }, (_, index) => from + index * half);
      const walls = starts.map((time) => time + wallTime(time, zone).offsetMinutes * 60_000);
      const times = new Map<number, number>();
      for (const wall of walls) times.set(wall, (times.get(wall) ?? 0) + 1);
      const wrong = starts.filter((time, index) => {
        const isTwice = (times.get(walls[index] ?? 0) ?? 0) > 1;
        return comesTwice(new Date(time).toISOString(), zone) !== isTwice;
      });
      assert.deepEqual(wrong, []);
      assert.equal(
        [...times.values()].some((count) => count > 1),
        zone !== 'UTC',
      );
    });
  }
});
