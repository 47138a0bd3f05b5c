import { setTimeout as wait } from 'node:timers/promises';
import type { PatientInput, Slot } from '@openprm/sdk';
import { newKey, post } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { setUpPlace } from '../set-up-clinic.ts';
import { openDeployment, pick } from './deployment.ts';
import { countBroken, isWhole } from './invariants.ts';
import type { Proof } from './proof.ts';

const bookingsAtOnce = 8;
/** Aborts fall before, while and after a server works on a request, which takes a few hundredths of a second. */
const longestPatienceMilliseconds = 60;
const mailMilliseconds = 300_000;

/**
 * Each booking is sent up to four times with one key: up to three at once at two server processes, of which some are given up by their client
 * after a random time, and once more in the end, as the widget does after an interruption.
 */
export const proof: Proof = {
  name: 'booking-once',
  summary:
    'a booking that is sent several times with one key, and given up in between, is one appointment and one mail to each recipient',
  smallN: 30,
  fullN: 1000,
  async run(n, context) {
    const postgres = await context.postgres();
    const deployment = await openDeployment(postgres.url, 2);
    try {
      const { clinic, servers, keys, database, inbox } = deployment;
      const { healthcareServiceId } = await setUpPlace(clinic, {
        service: { durationMinutes: 5, slotIntervalMinutes: 5 },
      });
      const slots = await takeSlots(n);
      const credential = keys.publishableKey;
      const tally = { bookings: 0, sent: 0, givenUp: 0, replayed: 0, differentAnswers: 0, otherAnswers: 0 };
      const patients: PatientInput[] = [];

      async function takeSlots(count: number): Promise<Slot[]> {
        const start = new Date(Date.now() + 86_400_000);
        const end = new Date(start.getTime() + 60 * 86_400_000);
        const found: Slot[] = [];
        let cursor: string | undefined;
        do {
          const page = await clinic.slots.search({
            healthcareServiceId,
            start: start.toISOString(),
            end: end.toISOString(),
            limit: 200,
            ...(cursor === undefined ? {} : { cursor }),
          });
          found.push(...page.data);
          cursor = page.nextCursor ?? undefined;
        } while (found.length < count && cursor !== undefined);
        if (found.length < count) throw new Error(`Only ${found.length} of ${count} times are open.`);
        return found.slice(0, count);
      }

      async function bookOften(slot: Slot, number: number): Promise<void> {
        const hold = await post(`${pick(servers, number).url}/v1/holds`, { slotId: slot.id }, { credential });
        if (hold.status !== 201) throw new Error(`A time that nobody else wants could not be held: ${hold.status}.`);
        const patient = patientNamed(`Once${number}x`);
        patients.push(patient);
        const body = { holdId: hold.body['id'], holdSecret: hold.body['secret'], patient };
        const idempotencyKey = newKey();
        const send = async (server: number, signal?: AbortSignal) => {
          tally.sent += 1;
          const answer = await post(`${pick(servers, server).url}/v1/appointments`, body, {
            credential,
            idempotencyKey,
            ...(signal === undefined ? {} : { signal }),
          });
          if (answer.status === 0) tally.givenUp += 1;
          else if (answer.status !== 201) tally.otherAnswers += 1;
          return answer;
        };
        const copies = 1 + Math.floor(Math.random() * 3);
        const early = await Promise.all(
          Array.from({ length: copies }, (_, copy) =>
            send(
              number + copy,
              Math.random() < 0.6
                ? AbortSignal.timeout(Math.floor(Math.random() * longestPatienceMilliseconds))
                : undefined,
            ),
          ),
        );
        const last = await send(number + copies);
        const ids = [...early, last].flatMap(({ status, body: { id } }) => (status === 201 ? [id] : []));
        if (new Set(ids).size === 1) tally.bookings += 1;
        else tally.differentAnswers += 1;
        tally.replayed += ids.length - 1;
      }

      for (let at = 0; at < n; at += bookingsAtOnce) {
        const wave = slots.slice(at, at + bookingsAtOnce);
        await Promise.all(wave.map((slot, index) => bookOften(slot, at + index)));
        if (at % 200 === 0) context.say(`${at + wave.length} bookings, ${tally.sent} sent`);
      }

      await untilMailed(database);
      const [stored] = await database.query<{ n: string }>('select count(*) as n from appointment');
      const received = Map.groupBy(inbox.mails, ({ to }) => to);
      const patientsWithoutOneMail = patients.filter(({ email }) => received.get(email)?.length !== 1).length;
      const clinicMails = received.get('desk@north.example')?.length ?? 0;
      const repeatedMails = inbox.mails.length - new Set(inbox.mails.map(({ messageId }) => messageId)).size;
      const broken = await countBroken(database);
      const appointments = Number(stored?.n);
      const isProved =
        isWhole(broken) &&
        tally.otherAnswers + tally.differentAnswers + patientsWithoutOneMail + repeatedMails === 0 &&
        tally.bookings === n &&
        appointments === n &&
        clinicMails === n &&
        tally.givenUp > 0;
      return {
        result: isProved ? 'pass' : 'fail',
        figures: {
          servers: servers.length,
          ...tally,
          appointments,
          patientsWithoutOneMail,
          clinicMails,
          repeatedMails,
          ...broken,
        },
      };
    } finally {
      await deployment.close();
    }
  },
};

/** Resolves when no mail is waiting. @throws when that takes too long */
async function untilMailed(database: PostgresDatabase): Promise<void> {
  const deadline = performance.now() + mailMilliseconds;
  while (performance.now() < deadline) {
    const waiting = await database.query(`select from mail where status = 'queued' limit 1`);
    if (waiting.length === 0) return;
    await wait(200);
  }
  throw new Error('Mails are still waiting.');
}
