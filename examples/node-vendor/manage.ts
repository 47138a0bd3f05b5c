// Books, moves and cancels an appointment in the demo clinic, as a patient's app and as the clinic's server would.
import { createIdempotencyKey, PrmClient } from '@openprm/sdk';
import { bookOnce, holdNearest } from './recover.ts';

const apiUrl = process.env['PRM_API_URL'] ?? 'http://localhost:4870';
const visitor = new PrmClient({ apiUrl, key: 'pk_demo_riverside' });
const clinic = new PrmClient({ apiUrl, key: 'sk_demo_riverside' });

const patient = {
  given: 'Dana',
  family: 'Reyes',
  birthDate: '1988-03-14',
  phone: '(555) 010-1234',
  email: 'dana@example.org',
};
const { data: services } = await visitor.healthcareServices.list();
const healthcareServiceId = services[0]?.id ?? '';
const { data: slots } = await visitor.slots.search({ healthcareServiceId });
const hold = await holdNearest(visitor, { slotId: slots[0]?.id ?? '' });
const idempotencyKey = createIdempotencyKey();
const booked = await bookOnce(visitor, hold, patient, idempotencyKey);
const again = await bookOnce(visitor, hold, patient, idempotencyKey);
console.log(`booked once: ${booked.id === again.id}`);

// #region move
// The booking's answer has a credential for this one appointment. Keep it in memory only; it lasts half an hour.
const owner = new PrmClient({ apiUrl, key: () => booked.access?.token ?? '' });
const other = await owner.slots.search({ healthcareServiceId, replacesAppointmentId: booked.id });
const newTime = await holdNearest(owner, { slotId: other.data.at(-1)?.id ?? '', replacesAppointmentId: booked.id });
const moved = await owner.appointments.reschedule({ id: booked.id, holdId: newTime.id, holdSecret: newTime.secret });
// #endregion move
console.log(`moved: ${moved.start !== booked.start}, change ${moved.sequence}`);

// #region day
// A list is its first page and a way through all of them; further pages are fetched as they are reached.
const date = moved.start.slice(0, 10);
const signal = AbortSignal.timeout(10_000);
for await (const { start, status, display } of await clinic.appointments.list({ date, limit: 100 }, { signal })) {
  console.log(start, status, display.healthcareService, display.practitioner);
}
// #endregion day

const { status } = await owner.appointments.cancel({ id: booked.id });
console.log(status);
