import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claimedRange, findOpening, findOpenings, type OpeningsQuery } from './openings.ts';
import type { SessionKey, TakenTime } from './rules.ts';
import { at, daily, hoursFrom, makeOccupancy, makeSchedule, makeService, wallOf } from './scheduling.fixture.ts';

const minute = 60_000;
/** A Tuesday, six in the morning in Chicago. */
const now = at('2026-11-24T06:00:00-06:00');
/** An instant of that Tuesday. */
const tuesday = (wall: string) => at(`2026-11-24T${wall}:00-06:00`);
const taken = (start: string, end: string, changes: Partial<TakenTime> = {}): TakenTime => ({
  practitionerId: 'prc_ana',
  start: tuesday(start),
  end: tuesday(end),
  ...changes,
});
const session = (changes: Partial<SessionKey> = {}): SessionKey => ({
  scheduleId: 'sch_ana',
  healthcareServiceId: 'svc_visit',
  start: tuesday('09:30'),
  seatsTaken: 2,
  capacity: 5,
  ...changes,
});
const query = (changes: Partial<OpeningsQuery> = {}): OpeningsQuery => ({
  service: makeService(),
  schedules: [makeSchedule()],
  occupancy: makeOccupancy(),
  now,
  ...changes,
});
/** The openings of that Tuesday in Chicago, as the wall shows their starts. */
const walls = (changes: Partial<OpeningsQuery> = {}) =>
  findOpenings({ ...query(changes), from: tuesday('00:00'), to: tuesday('24:00') }).map((opening) =>
    wallOf(opening).slice(11, 16),
  );
const answer = (start: number, changes: Partial<OpeningsQuery> = {}, scheduleId = 'sch_ana') => {
  const found = findOpening({ ...query(changes), scheduleId, start });
  return 'opening' in found ? 'opening' : found.reason;
};

describe('hours', () => {
  const hours = (...periods: string[]) => walls({ schedules: [makeSchedule({ weeklyHours: daily(...periods) })] });

  it('offer a start every interval, as long as the visit ends within them', () => {
    assert.deepEqual(hours('09:00-10:45'), ['09:00', '09:30', '10:00']);
  });

  it('give each period its own grid', () => {
    assert.deepEqual(hours('09:00-09:45', '10:10-11:10'), ['09:00', '10:10', '10:40']);
  });

  it('merge when they overlap or touch, in whatever order they come', () => {
    assert.deepEqual(hours('09:45-10:30', '09:00-09:45', '09:10-09:20'), ['09:00', '09:30', '10:00']);
  });

  it('reach to midnight, and do not go on into the next date', () => {
    const service = makeService({ durationMinutes: 60 });
    const schedules = [makeSchedule({ weeklyHours: daily('22:00-24:00', '00:00-00:30') })];
    assert.deepEqual(walls({ service, schedules, now: tuesday('00:00') - minute }), ['22:00', '22:30', '23:00']);
  });

  it('hold on their days of the week only', () => {
    const weeklyHours = [{ daysOfWeek: ['mon' as const, 'wed' as const], ...hoursFrom('09:00-10:00') }];
    const openings = findOpenings({
      ...query({ schedules: [makeSchedule({ weeklyHours })] }),
      from: now,
      to: now + 9 * 24 * 60 * minute,
    });
    assert.deepEqual([...new Set(openings.map(({ date }) => date))], ['2026-11-25', '2026-11-30', '2026-12-02']);
  });

  it('are replaced by those of an exception on its date', () => {
    const exceptions = [
      { date: '2026-11-24', hours: [hoursFrom('13:00-14:00')] },
      { date: '2026-11-25', hours: [] },
    ];
    const openings = findOpenings({
      ...query({ schedules: [makeSchedule({ exceptions })] }),
      from: now,
      to: now + 3 * 24 * 60 * minute,
    });
    assert.deepEqual(openings.slice(0, 3).map(wallOf), [
      '2026-11-24T13:00:00-06:00',
      '2026-11-24T13:30:00-06:00',
      '2026-11-26T09:00:00-06:00',
    ]);
  });

  it('hold from the first to the last date of the schedule, both included', () => {
    const schedules = [makeSchedule({ startDate: '2026-11-25', endDate: '2026-11-26' })];
    const openings = findOpenings({ ...query({ schedules }), from: now, to: now + 9 * 24 * 60 * minute });
    assert.deepEqual([...new Set(openings.map(({ date }) => date))], ['2026-11-25', '2026-11-26']);
  });

  it('are those of the location, whatever the patient’s zone', () => {
    const [opening] = findOpenings({
      ...query({ schedules: [makeSchedule({ timeZone: 'Pacific/Kiritimati' })] }),
      from: now,
      to: now + 24 * 60 * minute,
    });
    assert.deepEqual(opening, {
      scheduleId: 'sch_ana',
      healthcareServiceId: 'svc_visit',
      practitionerId: 'prc_ana',
      locationId: 'loc_riverside',
      start: at('2026-11-24T19:00:00Z'),
      end: at('2026-11-24T19:30:00Z'),
      date: '2026-11-25',
      timeZone: 'Pacific/Kiritimati',
      seatsLeft: 1,
    });
  });
});

describe('notice and horizon', () => {
  it('a start is open up to its minimum notice and no longer', () => {
    const service = makeService({ minimumNoticeMinutes: 60 });
    assert.deepEqual(walls({ service, now: tuesday('09:00') }), ['10:00', '10:30']);
    assert.deepEqual(walls({ service, now: tuesday('09:00') + 1 }), ['10:30']);
    assert.equal(answer(tuesday('10:00'), { service, now: tuesday('09:00') }), 'opening');
    assert.equal(answer(tuesday('10:00'), { service, now: tuesday('09:00') + 1 }), 'too-soon');
  });

  it('the past is too soon', () => {
    assert.equal(answer(tuesday('09:00'), { now: tuesday('12:00') }), 'too-soon');
  });

  it('the horizon counts dates of the location, the last one included', () => {
    const service = makeService({ horizonDays: 1 });
    // 20:00 on the 23rd in Chicago, already the 24th in UTC: tomorrow is the 24th.
    const late = { service, now: at('2026-11-24T02:00:00Z') };
    assert.deepEqual(walls(late), ['09:00', '09:30', '10:00', '10:30']);
    assert.equal(answer(tuesday('10:30'), late), 'opening');
    assert.equal(answer(tuesday('09:00') + 24 * 60 * minute, late), 'beyond-horizon');
    const openings = findOpenings({ ...query(late), from: -Infinity, to: Infinity });
    assert.deepEqual([...new Set(openings.map(({ date }) => date))], ['2026-11-24']);
  });

  it('the range asked for includes its start and not its end', () => {
    const openings = findOpenings({ ...query(), from: tuesday('09:30'), to: tuesday('10:30') });
    assert.deepEqual(
      openings.map(({ start }) => start),
      [tuesday('09:30'), tuesday('10:00')],
    );
    assert.deepEqual(findOpenings({ ...query(), from: tuesday('10:00'), to: tuesday('10:00') }), []);
  });
});

describe('what stands in the way', () => {
  it('ranges are half-open: a visit may end where another begins', () => {
    assert.deepEqual(walls({ occupancy: makeOccupancy({ taken: [taken('09:30', '10:00')] }) }), [
      '09:00',
      '10:00',
      '10:30',
    ]);
    assert.deepEqual(walls({ occupancy: makeOccupancy({ busy: [taken('09:29', '09:31')] }) }), ['10:00', '10:30']);
  });

  it('says whether it is taken or busy', () => {
    const occupancy = makeOccupancy({ taken: [taken('09:30', '10:00')], busy: [taken('09:00', '10:00')] });
    assert.equal(answer(tuesday('09:00'), { occupancy }), 'busy');
    assert.equal(answer(tuesday('09:30'), { occupancy }), 'taken');
    assert.equal(answer(tuesday('10:00'), { occupancy }), 'opening');
  });

  it('buffers may lie outside the hours', () => {
    const service = makeService({ bufferBeforeMinutes: 30, bufferAfterMinutes: 30 });
    assert.deepEqual(walls({ service }), ['09:00', '09:30', '10:00', '10:30']);
  });

  it('buffers overlap neither a claimed range nor a busy time', () => {
    const service = makeService({ bufferBeforeMinutes: 10, bufferAfterMinutes: 20 });
    assert.deepEqual(claimedRange(service, tuesday('09:00')), { start: tuesday('08:50'), end: tuesday('09:50') });
    for (const kind of ['taken', 'busy'] as const) {
      assert.deepEqual(walls({ service, occupancy: makeOccupancy({ [kind]: [taken('08:00', '08:51')] }) }), [
        '09:30',
        '10:00',
        '10:30',
      ]);
      assert.deepEqual(walls({ service, occupancy: makeOccupancy({ [kind]: [taken('11:19', '12:00')] }) }), [
        '09:00',
        '09:30',
        '10:00',
      ]);
      assert.equal(
        walls({ service, occupancy: makeOccupancy({ [kind]: [taken('08:00', '08:50'), taken('11:20', '12:00')] }) })
          .length,
        4,
      );
    }
  });

  it('a long range stays in the way behind short ones that come after it', () => {
    const short = ['09:00', '09:10', '09:20', '09:30'].map((start) => taken(start, `${start.slice(0, 4)}5`));
    assert.deepEqual(walls({ occupancy: makeOccupancy({ taken: [taken('07:00', '10:30'), ...short] }) }), ['10:30']);
    assert.deepEqual(walls({ occupancy: makeOccupancy({ busy: [...short, taken('07:00', '10:30')] }) }), ['10:30']);
  });

  it('an empty range stands in nobody’s way', () => {
    assert.equal(walls({ occupancy: makeOccupancy({ taken: [taken('09:15', '09:15')] }) }).length, 4);
  });

  it('another practitioner’s time does not', () => {
    assert.equal(
      walls({ occupancy: makeOccupancy({ taken: [taken('09:00', '11:00', { practitionerId: 'prc_ben' })] }) }).length,
      4,
    );
  });

  it('a practitioner is one resource in the schedules of two organizations', () => {
    const schedules = [makeSchedule(), makeSchedule({ id: 'sch_ana_hills', locationId: 'loc_hills' })];
    const open = findOpenings({ ...query({ schedules }), from: now, to: tuesday('09:01') });
    assert.deepEqual(
      open.map(({ scheduleId }) => scheduleId),
      ['sch_ana', 'sch_ana_hills'],
    );
    const occupancy = makeOccupancy({
      taken: [
        taken('09:00', '09:30', { sessionKey: session({ start: tuesday('09:00'), seatsTaken: 1, capacity: 1 }) }),
      ],
    });
    assert.deepEqual(findOpenings({ ...query({ schedules, occupancy }), from: now, to: tuesday('09:01') }), []);
    assert.equal(answer(tuesday('09:00'), { schedules, occupancy }, 'sch_ana_hills'), 'taken');
  });

  it('a visit of one service takes the time of another on the same schedule', () => {
    const occupancy = makeOccupancy({
      taken: [
        taken('09:00', '09:45', { sessionKey: session({ healthcareServiceId: 'svc_long', start: tuesday('09:00') }) }),
      ],
    });
    assert.deepEqual(walls({ occupancy }), ['10:00', '10:30']);
    assert.deepEqual(
      walls({
        occupancy,
        service: makeService({ id: 'svc_long', durationMinutes: 45, slotIntervalMinutes: 45, capacity: 5 }),
      }),
      ['09:00', '09:45'],
    );
  });
});

describe('daily caps', () => {
  const counted = (count: number) =>
    makeOccupancy({ dailyCounts: [{ scheduleId: 'sch_ana', date: '2026-11-24', count }] });

  it('close a date of one schedule once they are reached', () => {
    const schedules = [makeSchedule({ dailyCap: 2 })];
    assert.equal(walls({ schedules, occupancy: counted(1) }).length, 4);
    assert.equal(walls({ schedules, occupancy: counted(2) }).length, 0);
    assert.equal(answer(tuesday('09:00'), { schedules, occupancy: counted(2) }), 'day-full');
    assert.equal(answer(tuesday('09:00') + 24 * 60 * minute, { schedules, occupancy: counted(2) }), 'opening');
    assert.equal(walls({ schedules: [makeSchedule({ id: 'sch_ben', dailyCap: 2 })], occupancy: counted(2) }).length, 4);
  });

  it('of 0 close every date, and null sets no limit', () => {
    assert.equal(answer(tuesday('09:00'), { schedules: [makeSchedule({ dailyCap: 0 })] }), 'day-full');
    assert.equal(answer(tuesday('09:00'), { occupancy: counted(1000) }), 'opening');
  });

  it('count by the local date at the location', () => {
    // 09:00 in Kiritimati on the 25th is still the 24th in UTC.
    const schedules = [makeSchedule({ timeZone: 'Pacific/Kiritimati', dailyCap: 1 })];
    assert.equal(answer(at('2026-11-24T19:00:00Z'), { schedules, occupancy: counted(1) }), 'opening');
    const next = makeOccupancy({ dailyCounts: [{ scheduleId: 'sch_ana', date: '2026-11-25', count: 1 }] });
    assert.equal(answer(at('2026-11-24T19:00:00Z'), { schedules, occupancy: next }), 'day-full');
  });
});

describe('sessions', () => {
  const service = makeService({ capacity: 5 });
  const occupied = (key: Partial<SessionKey> = {}, more: readonly TakenTime[] = []) =>
    makeOccupancy({ taken: [taken('09:30', '10:00', { sessionKey: session(key) }), ...more] });
  const seats = (occupancy = makeOccupancy()) =>
    findOpenings({ ...query({ service, occupancy }), from: tuesday('09:00'), to: tuesday('10:30') }).map(
      ({ seatsLeft }) => seatsLeft,
    );

  it('say how many seats are left', () => {
    assert.deepEqual(seats(), [5, 5, 5]);
    assert.deepEqual(seats(occupied()), [5, 3, 5]);
  });

  it('are taken when the last seat is', () => {
    assert.deepEqual(seats(occupied({ seatsTaken: 5 })), [5, 5]);
    assert.equal(answer(tuesday('09:30'), { service, occupancy: occupied({ seatsTaken: 5 }) }), 'taken');
  });

  it('keep the seats with which they were opened, though the service has changed', () => {
    assert.deepEqual(seats(occupied({ seatsTaken: 2, capacity: 2 })), [5, 5]);
    assert.deepEqual(seats(occupied({ seatsTaken: 2, capacity: 8 })), [5, 6, 5]);
  });

  it('are open to their own schedule, service and start only', () => {
    for (const other of [{ scheduleId: 'sch_ben' }, { healthcareServiceId: 'svc_yoga' }, { start: tuesday('09:35') }]) {
      assert.deepEqual(seats(occupied(other)), [5, 5]);
    }
  });

  it('do not open a time that something else has taken as well', () => {
    assert.deepEqual(seats(occupied({}, [taken('09:45', '09:50')])), [5, 5]);
    assert.equal(
      answer(tuesday('09:30'), { service, occupancy: { ...occupied(), busy: [taken('09:45', '09:50')] } }),
      'busy',
    );
  });
});

describe('what is not offered', () => {
  it('is a schedule that does not offer the service, or is unknown', () => {
    assert.equal(answer(tuesday('09:00'), {}, 'sch_ben'), 'not-offered');
    assert.equal(answer(tuesday('09:00'), { schedules: [] }), 'not-offered');
  });

  for (const start of [
    tuesday('09:15'),
    tuesday('11:00'),
    tuesday('09:00') + 1,
    tuesday('09:00') + 0.5,
    Number.NaN,
    Infinity,
    -Infinity,
    8.64e15,
    -8.64e15,
    1e300,
  ]) {
    it(`is a start that the hours do not have: ${String(start)}`, () => {
      assert.equal(answer(start), 'not-offered');
    });
  }

  it('is named before any other reason', () => {
    assert.equal(answer(tuesday('09:15'), { now: tuesday('12:00') }), 'not-offered');
  });
});

describe('the order of openings', () => {
  it('is by start, then practitioner, then schedule, and a schedule that comes twice counts once', () => {
    const schedules = [
      makeSchedule({ id: 'sch_3', practitionerId: 'prc_ben' }),
      makeSchedule({ id: 'sch_2', practitionerId: 'prc_ana' }),
      makeSchedule({ id: 'sch_1', practitionerId: 'prc_ben', weeklyHours: daily('09:30-10:00') }),
      makeSchedule({ id: 'sch_2', practitionerId: 'prc_ana' }),
    ];
    const openings = findOpenings({ ...query({ schedules }), from: now, to: tuesday('10:00') });
    assert.deepEqual(
      openings.map((opening) => `${wallOf(opening).slice(11, 16)} ${opening.practitionerId} ${opening.scheduleId}`),
      [
        '09:00 prc_ana sch_2',
        '09:00 prc_ben sch_3',
        '09:30 prc_ana sch_2',
        '09:30 prc_ben sch_1',
        '09:30 prc_ben sch_3',
      ],
    );
  });

  it('throws for a schedule in an unknown zone', () => {
    const schedules = [makeSchedule({ timeZone: 'America/Springfield' })];
    assert.throws(() => findOpenings({ ...query({ schedules }), from: now, to: now + minute }), RangeError);
  });
});
