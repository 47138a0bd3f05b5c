import type { PrmClient } from '@openprm/sdk';
import { patientNamed } from './patient.ts';
import { type ClinicPlace, first } from './set-up-clinic.ts';

/** The longest that an offer's mail may take to the outbox: the queue looks once a second. */
const mailMilliseconds = 30_000;

/** A time that somebody else has, with its weekday in English. */
export interface TakenTime {
  readonly appointmentId: string;
  readonly start: string;
  readonly weekday: string;
}

/** Books a time two days ahead, which is free for who waits once it is cancelled. */
export async function takeTime(clinic: PrmClient, place: ClinicPlace): Promise<TakenTime> {
  const from = Date.now() + 2 * 86_400_000;
  const slots = await clinic.slots.search({
    healthcareServiceId: place.healthcareServiceId,
    start: new Date(from).toISOString(),
    end: new Date(from + 2 * 86_400_000).toISOString(),
  });
  const slot = first(slots.data);
  const hold = await clinic.holds.create({ slotId: slot.id });
  const { id, start, timeZone } = await clinic.appointments.create({
    holdId: hold.id,
    holdSecret: hold.secret,
    patient: patientNamed('Before'),
  });
  const weekday = new Intl.DateTimeFormat('en', { timeZone, weekday: 'long' }).format(Date.parse(start));
  return { appointmentId: id, start, weekday };
}

/** Reads the demo's outbox until somebody was offered a time. @returns the link of that mail @throws when it does not come */
export async function linkOfOffer(origin: string, to: string): Promise<string> {
  const deadline = performance.now() + mailMilliseconds;
  while (performance.now() < deadline) {
    const outbox = await (await fetch(`${origin}/outbox`)).text();
    const items = outbox.split('<li>').filter((item) => item.includes(to) && item.includes('held for you'));
    const [, path] = /href="(\/outbox\/[^"]+)"/.exec(items[0] ?? '') ?? [];
    if (path !== undefined) {
      const [link] = /http[^"\s<]+#wll_[^"\s<]+/.exec(await (await fetch(origin + path)).text()) ?? [];
      if (link !== undefined) return link;
    }
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error(`No offer for ${to} came to the outbox.`);
}
