import { PrmClient, type Slot } from '@openprm/sdk';
import { startApp } from '../app-process.ts';
import { post } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import { type ClinicPlace, everyDay, setUpPlace } from '../set-up-clinic.ts';
import { pick } from './deployment.ts';
import type { Proof } from './proof.ts';

/** Places on both sides of the date line, with half hours, and with clocks that change in either hemisphere. */
const timeZones = [
  'America/Chicago',
  'America/St_Johns',
  'Europe/London',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
  'UTC',
];
const minute = 60_000;
const day = 24 * 60 * minute;
const searchDays = 3;
/** Of each kind, so many are asked for: what is shown, and what is not. */
const asked = 8;

const chance = (likelihood: number) => Math.random() < likelihood;
const between = (low: number, high: number) => low + Math.floor(Math.random() * (high - low + 1));
const sample = <Item>(items: readonly Item[], count: number): Item[] =>
  items.toSorted(() => Math.random() - 0.5).slice(0, count);
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/**
 * For each random schedule all starts of a few days, five minutes apart, are taken down while everything is open. Then come the rules: hours,
 * exceptions, interval, buffers, notice, horizon, cap, busy times and bookings. What a search shows after that can be held; the others cannot.
 */
export const proof: Proof = {
  name: 'shown-is-bookable',
  summary: 'with random schedules in many zones, a time can be held exactly if a search shows it',
  smallN: 10,
  fullN: 300,
  async run(n, context) {
    const app = await startApp();
    try {
      const credential = 'sk_demo_riverside';
      const clinic = new PrmClient({ apiUrl: app.url, key: credential });
      const tally = {
        schedules: 0,
        shown: 0,
        shownAndHeld: 0,
        notShown: 0,
        notShownAndRefused: 0,
        changedMeanwhile: 0,
        shownButRefused: 0,
        notShownButHeld: 0,
        withShownTimes: 0,
      };

      for (let round = 0; round < n; round += 1) {
        const place = await openPlace(round);
        const range = randomRange();
        const candidates = await search(place, range);
        await addRules(place, range);
        const shown = await search(place, range);
        const shownIds = new Set(shown.map(({ id }) => id));
        tally.schedules += 1;
        if (shown.length > 0) tally.withShownTimes += 1;
        for (const slot of sample(shown, asked)) await tryToHold(place, range, slot, true);
        const others = candidates.filter(({ id }) => !shownIds.has(id));
        for (const slot of sample(others, asked)) await tryToHold(place, range, slot, false);
        if ((round + 1) % 50 === 0)
          context.say(`${round + 1} schedules, ${tally.shown} shown and ${tally.notShown} other times tried`);
      }

      async function openPlace(round: number): Promise<ClinicPlace> {
        return setUpPlace(clinic, {
          name: `Place ${round}`,
          timeZone: pick(timeZones, round),
          service: {
            durationMinutes: pick([5, 20, 30, 45, 90], Math.random() * 5),
            slotIntervalMinutes: 5,
            horizonDays: 365,
            capacity: chance(0.2) ? 2 : 1,
          },
          schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '00:00', end: '24:00' }] },
        });
      }

      /** Soon, where notice matters; or anywhere within the year, where clocks change. */
      function randomRange() {
        const start = chance(0.5) ? Date.now() : Date.now() + between(1, 350) * day;
        return { from: start, until: start + searchDays * day };
      }

      async function search(place: ClinicPlace, { from, until }: { from: number; until: number }): Promise<Slot[]> {
        const found: Slot[] = [];
        let cursor: string | undefined;
        do {
          const page = await clinic.slots.search({
            healthcareServiceId: place.healthcareServiceId,
            start: new Date(from).toISOString(),
            end: new Date(until).toISOString(),
            limit: 200,
            ...(cursor === undefined ? {} : { cursor }),
          });
          found.push(...page.data);
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
        return found;
      }

      async function addRules(place: ClinicPlace, range: { from: number; until: number }): Promise<void> {
        const atHour = between(0, 20) * 60;
        const hours = {
          start: clock(atHour + 5 * between(0, 11)),
          end: clock(Math.min(atHour + between(90, 600), 24 * 60)),
        };
        const date = (offset: number) => new Date(range.from + offset * day).toISOString().slice(0, 10);
        await clinic.schedules.update({
          id: place.scheduleId,
          weeklyHours: [{ daysOfWeek: everyDay.filter((name) => name === 'mon' || chance(0.8)), ...hours }],
          exceptions: chance(0.4)
            ? [
                {
                  date: date(1),
                  hours: chance(0.5)
                    ? []
                    : [
                        { start: '09:05', end: '11:20' },
                        { start: '22:00', end: '24:00' },
                      ],
                },
              ]
            : [],
          ...(chance(0.2) ? { startDate: date(1) } : {}),
          ...(chance(0.2) ? { endDate: date(1) } : {}),
        });
        await clinic.healthcareServices.update({
          id: place.healthcareServiceId,
          slotIntervalMinutes: pick([5, 10, 15, 25, 60], Math.random() * 5),
          bufferBeforeMinutes: chance(0.4) ? between(1, 30) : 0,
          bufferAfterMinutes: chance(0.4) ? between(1, 30) : 0,
          minimumNoticeMinutes: chance(0.5) ? between(0, 36 * 60) : 0,
          horizonDays: chance(0.3) ? between(1, 200) : 365,
        });
        for (let busy = between(0, 3); busy > 0; busy -= 1) {
          const start = range.from + between(0, searchDays * 24 * 12) * 5 * minute;
          await clinic.busyTimes.put({
            externalId: `busy-${place.scheduleId}-${busy}`,
            practitionerId: place.practitionerId,
            start: new Date(start).toISOString(),
            end: new Date(start + between(1, 300) * minute).toISOString(),
          });
        }
        const booked = sample(await search(place, range), between(0, 3));
        for (const slot of booked) {
          const hold = await post(`${app.url}/v1/holds`, { slotId: slot.id }, { credential });
          // one of them may have taken the other's time
          if (hold.status !== 201) continue;
          const { id: holdId, secret: holdSecret } = hold.body;
          await post(
            `${app.url}/v1/appointments`,
            { holdId, holdSecret, patient: patientNamed('Earlier') },
            { credential },
          );
        }
        if (chance(0.3)) await clinic.schedules.update({ id: place.scheduleId, dailyCap: between(0, 3) });
      }

      async function tryToHold(
        place: ClinicPlace,
        range: { from: number; until: number },
        slot: Slot,
        isShown: boolean,
      ): Promise<void> {
        const hold = await post(`${app.url}/v1/holds`, { slotId: slot.id }, { credential });
        const isHeld = hold.status === 201;
        if (isHeld)
          await post(
            `${app.url}/v1/holds/${String(hold.body['id'])}/release`,
            { secret: hold.body['secret'] },
            { credential },
          );
        tally[isShown ? 'shown' : 'notShown'] += 1;
        if (isHeld === isShown && (isHeld || hold.status === 409)) {
          tally[isShown ? 'shownAndHeld' : 'notShownAndRefused'] += 1;
          return;
        }
        // the clock goes on: a notice or a horizon may have passed between search and hold
        const isShownNow = (await search(place, range)).some(({ id }) => id === slot.id);
        if (isShownNow === isHeld) tally.changedMeanwhile += 1;
        else tally[isShown ? 'shownButRefused' : 'notShownButHeld'] += 1;
      }

      const isProved =
        tally.shownButRefused + tally.notShownButHeld === 0 && tally.shownAndHeld > 0 && tally.notShownAndRefused > 0;
      return { result: isProved ? 'pass' : 'fail', figures: { zones: timeZones.length, ...tally } };
    } finally {
      await app.stop();
    }
  },
};
