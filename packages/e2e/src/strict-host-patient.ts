import { patientNamed } from './patient.ts';
import type { StrictHost } from './strict-host.ts';

/** The clinic books for somebody, who so has a chart there and a link by mail. */
export async function bookFor({ clinic, place }: StrictHost, family: string): Promise<void> {
  const slot = (await clinic.slots.search({ healthcareServiceId: place.healthcareServiceId })).data[0];
  if (slot === undefined) throw new Error('The clinic has no time left.');
  const hold = await clinic.holds.create({ slotId: slot.id });
  await clinic.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: patientNamed(family) });
}

/** The code of the next mail with one. @returns eight digits */
export async function mailedCode({ inbox }: StrictHost, email: string): Promise<string> {
  const mail = await inbox.next(({ to, text }) => to === email && codeLine.test(text));
  return codeLine.exec(mail.text)?.[0] ?? '';
}

const codeLine = /^\d{8}$/m;

/** The guide's tags with the access log in the booking's place. @param body with one booking element */
export const withAccessLog = (body: string, attributes = 'remember'): string =>
  body.replace('<prm-booking', `<prm-access-log ${attributes}`).replace('</prm-booking>', '</prm-access-log>');
