import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SlotPage, SlotQuery } from '@openprm/sdk';
import { newPatientFixture, riversideFixture, slotFixture } from '@openprm/testing';
import { findAvailability } from './find-availability.ts';

const now = Date.parse('2026-11-23T14:00:00Z');
const command = {
  type: 'search',
  visit: { healthcareServiceId: newPatientFixture.id, locationId: riversideFixture.id, practitionerId: null },
  timeZone: null,
  expectedTimeZone: null,
  view: 'week',
  periodStart: null,
  replaces: null,
} as const;
const surroundings = { now: () => now, firstDayOfWeek: () => 7, setting: { viewerTimeZone: 'Europe/Madrid' } };
const slot = slotFixture();
const page: SlotPage = {
  data: [slot],
  nextCursor: null,
  firstAvailable: slot,
  days: [
    { date: '2026-11-26', count: 1 },
    { date: '2026-12-02', count: 4 },
  ],
  healthcareServices: [newPatientFixture],
  locations: [riversideFixture],
  practitioners: [{ id: slot.practitionerId, name: 'Amara Okafor, PT' }],
};

/** Answers with pages in turn and remembers the queries. */
function searchOf(...pages: readonly SlotPage[]) {
  const queries: SlotQuery[] = [];
  const search = async (query: SlotQuery) => {
    queries.push(query);
    return pages[queries.length - 1] ?? page;
  };
  return { queries, search };
}

describe('the first view', () => {
  it('is one request, and shows the week of the first opening', async () => {
    const { queries, search } = searchOf(page);
    const found = await findAvailability(command, search, surroundings);
    assert.equal(queries.length, 1);
    assert.equal(queries[0]?.times, 'first-day');
    assert.equal(queries[0]?.start, undefined);
    assert.equal(queries[0]?.end, undefined);
    assert.equal(found.timeZone, 'America/Chicago');
    assert.equal(found.periodStart, '2026-11-22');
    assert.deepEqual(found.days, [{ date: '2026-11-26', count: 1 }]);
    assert.equal(found.date, '2026-11-26');
    assert.deepEqual(found.slots, [slot]);
    assert.equal(found.firstAvailable?.date, '2026-11-26');
    assert.ok(found.fromNow);
  });

  it('shows this week and the next opening when none is near', async () => {
    const far = slotFixture({ start: '2027-01-12T10:00:00-06:00', end: '2027-01-12T10:45:00-06:00' });
    const { search } = searchOf({ ...page, data: [], days: [], firstAvailable: far });
    const found = await findAvailability(command, search, surroundings);
    assert.equal(found.date, null);
    assert.equal(found.periodStart, '2026-11-22');
    assert.equal(found.firstAvailable?.date, '2027-01-12');
  });

  it('asks for the rest of a week that lies at the end of what it knows', async () => {
    const late = slotFixture({ start: '2026-12-27T10:00:00-06:00' });
    const first = { ...page, data: [late], days: [{ date: '2026-12-27', count: 1 }], firstAvailable: late };
    const { queries, search } = searchOf(first, { ...first, days: [...first.days, { date: '2026-12-30', count: 2 }] });
    const found = await findAvailability(command, search, surroundings);
    assert.equal(queries.length, 2);
    assert.deepEqual(
      found.days.map(({ date }) => date),
      ['2026-12-27', '2026-12-30'],
    );
    assert.ok(found.fromNow);
  });
});

describe('a week', () => {
  it('is asked for from its first midnight to its last in the zone', async () => {
    const { queries, search } = searchOf({ ...page, days: [{ date: '2026-12-02', count: 4 }], data: [] }, page);
    await findAvailability(
      { ...command, expectedTimeZone: 'America/Chicago', periodStart: '2026-11-29' },
      search,
      surroundings,
    );
    assert.equal(queries[0]?.start, '2026-11-29T06:00:00.000Z');
    assert.equal(queries[0]?.end, '2026-12-06T06:00:00.000Z');
  });

  it("counts in the viewer's zone for a video visit", async () => {
    const { queries, search } = searchOf(page);
    const found = await findAvailability({ ...command, timeZone: 'Europe/Madrid' }, search, surroundings);
    assert.equal(queries[0]?.timeZone, 'Europe/Madrid');
    assert.equal(found.timeZone, 'Europe/Madrid');
  });
});

describe('a month', () => {
  const month = { ...command, view: 'month', expectedTimeZone: 'America/Chicago', periodStart: '2026-12-01' } as const;

  it('is one request from its first midnight to its last, with the times of its first open day', async () => {
    const december = slotFixture({ start: '2026-12-02T10:00:00-06:00' });
    const { queries, search } = searchOf({ ...page, data: [december] });
    const found = await findAvailability(month, search, surroundings);
    assert.equal(queries.length, 1);
    assert.equal(queries[0]?.start, '2026-12-01T06:00:00.000Z');
    assert.equal(queries[0]?.end, '2027-01-01T06:00:00.000Z');
    assert.equal(queries[0]?.times, 'first-day');
    assert.deepEqual(found.days, [{ date: '2026-12-02', count: 4 }]);
    assert.deepEqual(found.slots, [december]);
  });

  it('that has begun is asked for from now on', async () => {
    const { queries, search } = searchOf(page);
    const found = await findAvailability({ ...month, periodStart: '2026-11-01' }, search, surroundings);
    assert.equal(queries[0]?.start, undefined);
    assert.ok(found.fromNow);
  });
});

describe('a list', () => {
  const list = { ...command, view: 'list', expectedTimeZone: 'America/Chicago', periodStart: '2026-11-22' } as const;
  const second = slotFixture({ id: 'slot_second', start: '2026-11-27T10:00:00-06:00' });
  const after = slotFixture({ id: 'slot_after', start: '2026-11-29T10:00:00-06:00' });

  it('has all times of the week and none of the next', async () => {
    const { queries, search } = searchOf({ ...page, data: [slot, second, after] });
    const found = await findAvailability(list, search, surroundings);
    assert.equal(queries[0]?.times, 'all');
    assert.deepEqual(found.slots, [slot, second]);
  });

  it('follows a long answer to its end, with the names of all', async () => {
    const { queries, search } = searchOf(
      { ...page, nextCursor: 'more' },
      { ...page, data: [second], practitioners: [{ id: 'prc_reyes', name: 'Maya Reyes, DPT' }] },
    );
    const found = await findAvailability(list, search, surroundings);
    assert.deepEqual([queries.length, queries[1]?.cursor], [2, 'more']);
    assert.deepEqual(found.slots, [slot, second]);
    assert.equal(found.isCut, undefined);
    assert.deepEqual(Object.keys(found.practitionerNames), [slot.practitionerId, 'prc_reyes']);
  });

  it('of a week without end is cut, and known to be', async () => {
    const endless = { ...page, nextCursor: 'more' };
    const { queries, search } = searchOf(...Array.from({ length: 9 }, () => endless));
    const { isCut } = await findAvailability(list, search, surroundings);
    assert.equal(queries.length, 5);
    assert.equal(isCut, true);
  });
});
