import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { daysOfWeek } from '@openprm/contract';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { findOpening, findOpenings } from './openings.ts';
import type { Occupancy, Opening, ScheduleRules, ServiceRules, TakenTime } from './rules.ts';
import { at } from './scheduling.fixture.ts';

const minute = 60_000;
const hour = 60 * minute;
const everyFive = 5 * minute;

/** Clock changes of 2026, and an ordinary day where there are none; each world lies around one of them. */
const places = [
  ['America/Chicago', '2026-03-08T08:00:00Z'],
  ['America/Chicago', '2026-11-01T07:00:00Z'],
  ['America/Havana', '2026-03-08T05:00:00Z'],
  ['America/Havana', '2026-11-01T05:00:00Z'],
  ['America/Santiago', '2026-04-05T03:00:00Z'],
  ['America/Santiago', '2026-09-06T04:00:00Z'],
  ['Africa/Cairo', '2026-04-23T22:00:00Z'],
  ['Asia/Beirut', '2026-10-24T21:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'],
  ['Africa/Casablanca', '2026-02-15T02:00:00Z'],
  ['Europe/Dublin', '2026-10-25T01:00:00Z'],
  ['Asia/Kathmandu', '2026-11-24T00:00:00Z'],
  ['Pacific/Kiritimati', '2026-11-24T00:00:00Z'],
] as const;

interface World {
  readonly service: ServiceRules;
  readonly schedules: readonly ScheduleRules[];
  readonly occupancy: Occupancy;
  readonly now: number;
  readonly from: number;
  readonly to: number;
}

const wallTime = (fives: number) =>
  `${String(Math.floor(fives / 12)).padStart(2, '0')}:${String((fives * 5) % 60).padStart(2, '0')}`;
const hours = fc
  .tuple(fc.integer({ min: 0, max: 287 }), fc.integer({ min: 3, max: 120 }))
  .map(([start, length]) => ({ start: wallTime(start), end: wallTime(Math.min(288, start + length)) }));
const few = <Item>(item: fc.Arbitrary<Item>, most: number) => fc.array(item, { maxLength: most });

const worlds: fc.Arbitrary<World> = fc.constantFrom(...places).chain(([timeZone, changeText]) => {
  const change = at(changeText);
  const dates = [-1, 0, 1].map((days) => new Date(change + days * 24 * hour).toISOString().slice(0, 10));
  const date = fc.constantFrom(...dates);
  const near = fc.integer({ min: -300, max: 300 }).map((fives) => change + fives * everyFive);
  const practitionerId = fc.constantFrom('prc_ana', 'prc_ben');
  const scheduleId = fc.constantFrom('sch_1', 'sch_2', 'sch_3');
  const schedule = fc.record({
    practitionerId,
    locationId: fc.constant('loc_1'),
    timeZone: fc.oneof(
      { weight: 4, arbitrary: fc.constant<string>(timeZone) },
      { weight: 1, arbitrary: fc.constant('Asia/Kathmandu') },
    ),
    weeklyHours: few(
      fc
        .tuple(fc.subarray([...daysOfWeek], { minLength: 4 }), hours)
        .map(([days, period]) => ({ daysOfWeek: days, ...period })),
      3,
    ),
    exceptions: few(fc.record({ date, hours: few(hours, 2) }), 2),
    dailyCap: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
    startDate: fc.option(date, { freq: 4 }),
    endDate: fc.option(date, { freq: 4 }),
  });
  const service = fc.record({
    id: fc.constantFrom('svc_1', 'svc_2'),
    durationMinutes: fc.integer({ min: 1, max: 18 }).map((fives) => fives * 5),
    slotIntervalMinutes: fc.integer({ min: 1, max: 18 }).map((fives) => fives * 5),
    bufferBeforeMinutes: fc.integer({ min: 0, max: 20 }),
    bufferAfterMinutes: fc.integer({ min: 0, max: 20 }),
    minimumNoticeMinutes: fc.integer({ min: 0, max: 300 }),
    horizonDays: fc.integer({ min: 1, max: 3 }),
    capacity: fc.integer({ min: 1, max: 3 }),
  });
  const range = fc
    .record({ practitionerId, start: near, length: fc.integer({ min: 1, max: 200 }) })
    .map(({ length, ...rest }) => ({ ...rest, end: rest.start + length * minute }));
  const sessionKey = fc.record({
    scheduleId,
    healthcareServiceId: fc.constantFrom('svc_1', 'svc_2'),
    seatsTaken: fc.integer({ min: 1, max: 3 }),
    capacity: fc.integer({ min: 1, max: 4 }),
  });
  const sessionTime = fc
    .tuple(range, sessionKey)
    .map(([time, key]) => ({ ...time, sessionKey: { ...key, start: time.start } }));
  return fc.record({
    service,
    schedules: fc
      .array(schedule, { minLength: 1, maxLength: 3 })
      .map((list) => list.map((rules, index) => ({ id: `sch_${String(index + 1)}`, ...rules }))),
    occupancy: fc.record({
      taken: fc.tuple(few(range, 4), few(sessionTime, 6)).map((lists) => lists.flat()),
      busy: few(range, 4),
      dailyCounts: few(fc.record({ scheduleId, date, count: fc.integer({ min: 0, max: 3 }) }), 3),
    }),
    now: near.map((instant) => instant - 12 * hour),
    from: fc.integer({ min: -30, max: 4 }).map((hours) => change + hours * hour),
    to: fc.integer({ min: 5, max: 40 }).map((hours) => change + hours * hour),
  });
});

/** Whether an instant lies in a period of a schedule's hours; which one, and since when it has been open by the clock. Minute by minute, and slow. */
function openAt(
  schedule: ScheduleRules,
  instant: number,
): { date: string; periodStart: number; wall: number } | undefined {
  const local = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(schedule.timeZone);
  const date = local.toPlainDate().toString();
  if (schedule.startDate !== null && Temporal.PlainDate.compare(local, schedule.startDate) < 0) return undefined;
  if (schedule.endDate !== null && Temporal.PlainDate.compare(local, schedule.endDate) > 0) return undefined;
  const name = daysOfWeek[local.dayOfWeek - 1];
  const exceptions = schedule.exceptions.filter((exception) => exception.date === date);
  const periods = exceptions.length
    ? exceptions.flatMap((exception) => exception.hours)
    : schedule.weeklyHours.filter(({ daysOfWeek: days }) => days.some((day) => day === name));
  const isOpen = (wall: number) => periods.some(({ start, end }) => minutesOf(start) <= wall && wall < minutesOf(end));
  const wall = local.hour * 60 + local.minute;
  if (!isOpen(wall)) return undefined;
  let periodStart = wall;
  while (isOpen(periodStart - 1)) periodStart -= 1;
  return { date, periodStart, wall };
}

const minutesOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

/** The hours' part of the rules, said again without any of the engine's arithmetic. */
function isInHours(schedule: ScheduleRules, service: ServiceRules, start: number): boolean {
  const first = openAt(schedule, start);
  if (!first || (first.wall - first.periodStart) % service.slotIntervalMinutes !== 0) return false;
  for (let instant = start; instant < start + service.durationMinutes * minute; instant += everyFive) {
    const moment = openAt(schedule, instant);
    if (moment?.date !== first.date || moment.periodStart !== first.periodStart) return false;
  }
  return true;
}

/** The other rules, said again without any of the engine's arithmetic; the seats left, or 0. */
function seatsAt({ service, occupancy, now }: World, schedule: ScheduleRules, start: number): number {
  const date = (instant: number) =>
    Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(schedule.timeZone).toPlainDate();
  if (start - now < service.minimumNoticeMinutes * minute) return 0;
  if (Temporal.PlainDate.compare(date(start), date(now).add({ days: service.horizonDays })) > 0) return 0;
  const own = <Item extends { practitionerId: string; start: number; end: number }>(list: readonly Item[]) =>
    list.filter((item) => item.practitionerId === schedule.practitionerId && overlaps(item, claimOf(service, start)));
  if (own(occupancy.busy).length > 0) return 0;
  const inTheWay = own(occupancy.taken);
  const seats = inTheWay.map(({ sessionKey }) =>
    sessionKey?.scheduleId === schedule.id &&
    sessionKey.healthcareServiceId === service.id &&
    sessionKey.start === start
      ? Math.max(0, sessionKey.capacity - sessionKey.seatsTaken)
      : 0,
  );
  const count = occupancy.dailyCounts
    .filter((entry) => entry.scheduleId === schedule.id && entry.date === date(start).toString())
    .reduce((sum, entry) => sum + entry.count, 0);
  if (schedule.dailyCap !== null && count >= schedule.dailyCap) return 0;
  return seats.length > 0 ? Math.min(...seats) : service.capacity;
}

/** A visit with its buffers, said again. */
const claimOf = (service: ServiceRules, start: number) => ({
  start: start - minute * service.bufferBeforeMinutes,
  end: start + minute * service.durationMinutes + minute * service.bufferAfterMinutes,
});
const overlaps = (one: { start: number; end: number }, other: { start: number; end: number }) =>
  one.start < other.end && other.start < one.end;
const keyOf = (opening: Pick<Opening, 'scheduleId' | 'start'>) =>
  `${opening.scheduleId} ${new Date(opening.start).toISOString()}`;

const isSessionOf = (opening: Opening, { sessionKey }: TakenTime) =>
  sessionKey?.healthcareServiceId === opening.healthcareServiceId && keyOf(sessionKey) === keyOf(opening);

/** Every fifth minute of a world's range, in every schedule. */
function* starts({ schedules, from, to }: World) {
  for (const schedule of schedules) {
    for (let start = Math.ceil(from / everyFive) * everyFive; start < to; start += everyFive) yield { schedule, start };
  }
}

describe('openings in any world', () => {
  it('are the starts that the rules allow, and no other, by a second reading of the rules', () => {
    let found = 0;
    fc.assert(
      fc.property(worlds, (world) => {
        const expected: string[] = [];
        for (const { schedule, start } of starts(world)) {
          if (!isInHours(schedule, world.service, start)) continue;
          const seats = seatsAt(world, schedule, start);
          if (seats > 0) expected.push(`${keyOf({ scheduleId: schedule.id, start })} ${String(seats)}`);
        }
        const openings = findOpenings(world).map((opening) => `${keyOf(opening)} ${String(opening.seatsLeft)}`);
        found += openings.length;
        assert.deepEqual(openings.toSorted(), expected.toSorted());
      }),
      { numRuns: 150 },
    );
    assert.ok(found > 100, 'the worlds have openings');
  });

  it('overlap nothing that is taken or busy but a session that they join', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const opening of findOpenings(world)) {
          const claim = claimOf(world.service, opening.start);
          const everything: readonly TakenTime[] = [...world.occupancy.taken, ...world.occupancy.busy];
          const inTheWay = everything.filter(
            (time) =>
              time.practitionerId === opening.practitionerId && overlaps(time, claim) && !isSessionOf(opening, time),
          );
          assert.deepEqual(inTheWay, []);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are found one by one exactly if they are found together', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const together = new Map(findOpenings(world).map((opening) => [keyOf(opening), opening]));
        for (const { schedule, start } of starts(world)) {
          for (const near of [start, start + minute]) {
            const alone = findOpening({ ...world, scheduleId: schedule.id, start: near });
            const expected =
              near < world.to ? together.get(keyOf({ scheduleId: schedule.id, start: near })) : undefined;
            assert.deepEqual('opening' in alone && near < world.to ? alone.opening : undefined, expected);
            together.delete(keyOf({ scheduleId: schedule.id, start: near }));
          }
        }
        assert.equal(together.size, 0);
      }),
      { numRuns: 100 },
    );
  });

  it('come in the same order whatever the order of what is given, each once', () => {
    const shuffled = worlds.chain((world) => {
      const shuffle = <Item>(list: readonly Item[]) => fc.shuffledSubarray([...list], { minLength: list.length });
      return fc.record({
        world: fc.constant(world),
        other: fc.record({
          service: fc.constant(world.service),
          schedules: shuffle(world.schedules).chain((list) =>
            fc.tuple(
              ...list.map((rules) =>
                fc
                  .record({ weeklyHours: shuffle(rules.weeklyHours), exceptions: shuffle(rules.exceptions) })
                  .map((lists) => ({ ...rules, ...lists })),
              ),
            ),
          ),
          occupancy: fc.record({
            taken: shuffle(world.occupancy.taken),
            busy: shuffle(world.occupancy.busy),
            dailyCounts: shuffle(world.occupancy.dailyCounts),
          }),
          now: fc.constant(world.now),
          from: fc.constant(world.from),
          to: fc.constant(world.to),
        }),
      });
    });
    fc.assert(
      fc.property(shuffled, ({ world, other }) => {
        const openings = findOpenings(world);
        assert.deepEqual(findOpenings({ ...other, schedules: [...other.schedules, ...world.schedules] }), openings);
        assert.equal(new Set(openings.map(keyOf)).size, openings.length);
        const ordered = openings.map(
          ({ start, practitionerId, scheduleId }) => `${String(start)} ${practitionerId} ${scheduleId}`,
        );
        assert.deepEqual(ordered, ordered.toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it('can be booked one after the other until none is left, without an overlap', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const booked: { practitionerId: string; start: number; end: number }[] = [];
        for (;;) {
          const [next] = findOpenings({
            ...world,
            occupancy: { ...world.occupancy, taken: [...world.occupancy.taken, ...booked] },
          });
          if (!next) break;
          const claim = { practitionerId: next.practitionerId, ...claimOf(world.service, next.start) };
          assert.ok(!booked.some((other) => other.practitionerId === claim.practitionerId && overlaps(other, claim)));
          booked.push(claim);
        }
      }),
      { numRuns: 100 },
    );
  });
});
