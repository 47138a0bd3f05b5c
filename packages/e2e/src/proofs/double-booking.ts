import type { Slot } from '@openprm/sdk';
import { post } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import { setUpPlace } from '../set-up-clinic.ts';
import { openDeployment, pick } from './deployment.ts';
import { countBroken, isWhole } from './invariants.ts';
import type { Proof } from './proof.ts';

const clientsPerRound = 20;
const windowMinutes = 90;
/** Windows of a day from 8 to 18 in the earlier of the two zones. */
const windowsPerDay = 6;
const day = 86_400_000;

/**
 * In each round many clients want overlapping times of one practitioner at once, through two services of different length in two organizations in
 * two time zones, at two server processes over one PostgreSQL.
 */
export const proof: Proof = {
  name: 'double-booking',
  summary: 'however many ask at once, and through whatever door, a practitioner is never booked twice at one time',
  smallN: 10,
  fullN: 500,
  async run(n, context) {
    const postgres = await context.postgres();
    const deployment = await openDeployment(postgres.url, 2);
    try {
      const { clinic, servers, keys, database } = deployment;
      const north = await setUpPlace(clinic, {
        name: 'North',
        service: { durationMinutes: 45, slotIntervalMinutes: 15, horizonDays: 365 },
      });
      const south = await setUpPlace(clinic, {
        name: 'South',
        timeZone: 'America/New_York',
        practitionerId: north.practitionerId,
        service: { durationMinutes: 30, slotIntervalMinutes: 10, bufferBeforeMinutes: 5, horizonDays: 365 },
        schedule: {
          weeklyHours: [
            { daysOfWeek: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], start: '08:00', end: '20:00' },
          ],
        },
      });
      const credential = keys.publishableKey;
      const tally = { attempts: 0, held: 0, booked: 0, refused: 0, otherAnswers: 0, roundsWithoutBooking: 0 };
      const seen = (status: number): boolean => {
        if (status === 409) tally.refused += 1;
        else if (status !== 201) tally.otherAnswers += 1;
        return status === 201;
      };

      const today = Math.floor(Date.now() / day) * day;
      for (let round = 0; round < n; round += 1) {
        const start =
          today +
          (2 + Math.floor(round / windowsPerDay)) * day +
          (14 * 60 + (round % windowsPerDay) * windowMinutes) * 60_000;
        const range = {
          start: new Date(start).toISOString(),
          end: new Date(start + windowMinutes * 60_000).toISOString(),
          limit: 200,
        };
        const pages = await Promise.all(
          [north, south].map(({ healthcareServiceId }) => clinic.slots.search({ healthcareServiceId, ...range })),
        );
        const rivals = pages.flatMap(({ data }) => data);
        const bookedBefore = tally.booked;
        await Promise.all(
          Array.from({ length: clientsPerRound }, (_, client) =>
            wantTime(pick(rivals, Math.random() * rivals.length), client, round),
          ),
        );
        if (tally.booked === bookedBefore) tally.roundsWithoutBooking += 1;
        if ((round + 1) % 50 === 0) context.say(`${round + 1} rounds, ${tally.booked} booked`);
      }

      async function wantTime(slot: Slot, client: number, round: number): Promise<void> {
        tally.attempts += 1;
        const address = `198.51.100.${client + 1}`;
        const hold = await post(`${pick(servers, client).url}/v1/holds`, { slotId: slot.id }, { credential, address });
        if (!seen(hold.status)) return;
        tally.held += 1;
        const { id: holdId, secret: holdSecret } = hold.body;
        const body = { holdId, holdSecret, patient: patientNamed(`Rival${round}x${client}`) };
        const booking = await post(`${pick(servers, client + 1).url}/v1/appointments`, body, { credential, address });
        if (seen(booking.status)) tally.booked += 1;
      }

      const broken = await countBroken(database);
      const [stored] = await database.query<{ n: string }>(
        `select count(*) as n from appointment where status = 'booked'`,
      );
      const bookedButNotStored = tally.booked - Number(stored?.n);
      const isProved =
        isWhole(broken) &&
        tally.otherAnswers === 0 &&
        tally.roundsWithoutBooking === 0 &&
        bookedButNotStored === 0 &&
        tally.refused > 0;
      return {
        result: isProved ? 'pass' : 'fail',
        figures: { servers: servers.length, clientsPerRound, ...tally, bookedButNotStored, ...broken },
      };
    } finally {
      await deployment.close();
    }
  },
};
