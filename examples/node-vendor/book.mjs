// Books the first open time of a clinic's first kind of visit. See README.md.
import { PrmClient } from '@openprm/sdk';

const client = new PrmClient({
  apiUrl: process.env.PRM_API_URL ?? 'http://localhost:4870',
  key: process.env.PRM_KEY ?? 'pk_demo_riverside',
});
const patient = {
  given: 'Dana',
  family: 'Reyes',
  birthDate: '1988-03-14',
  phone: '(555) 010-1234',
  email: 'dana@example.org',
};

const { data: services } = await client.healthcareServices.list();
const { firstAvailable } = await client.slots.search({ healthcareServiceId: services[0].id });
if (!firstAvailable) throw new Error('Nothing is open: try another kind of visit.');
const hold = await client.holds.create({ slotId: firstAvailable.id });
const appointment = await client.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient });

console.log(appointment.id, appointment.status);
