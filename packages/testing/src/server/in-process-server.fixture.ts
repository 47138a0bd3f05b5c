import {
  cancelAppointment,
  createAppointment,
  createHold,
  listHealthcareServices,
  searchSlots,
} from '@openprm/contract';
import type { InProcessServer } from './in-process-server.ts';
import { openInProcessServer } from './in-process-server.ts';

/** Books one visit over the API as a page does, cancels it, and looks at the mail: the same acts in Node and in a browser. */
export async function bookAndCancel() {
  const server = await openInProcessServer({ demo: true });
  try {
    return await run(server);
  } finally {
    await server.close();
  }
}

async function run(server: InProcessServer) {
  const key = server.demo?.publishableKey ?? '';
  const call = async (path: string, body?: object, credential = key, idempotencyKey: string = crypto.randomUUID()) => {
    const response = await server.fetch(`${server.apiUrl}${path}`, {
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
      headers: {
        authorization: `Bearer ${credential}`,
        'content-type': 'application/json',
        'idempotency-key': idempotencyKey,
      },
    });
    const answer: unknown = await response.json();
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const services = listHealthcareServices.response.parse(await call('/v1/healthcare-services'));
  const view = searchSlots.response.parse(await call(`/v1/slots?healthcareServiceId=${services.data[0]?.id ?? ''}`));
  const hold = createHold.response.parse(await call('/v1/holds', { slotId: view.firstAvailable?.id }));
  const patient = {
    given: 'Dana',
    family: 'Reyes',
    birthDate: '1984-03-14',
    phone: '555 010 1234',
    email: 'dana@example.org',
  };
  const body = { holdId: hold.id, holdSecret: hold.secret, patient };
  await server.runJobs();
  const before = server.mails.length;
  const book = async () => createAppointment.response.parse(await call('/v1/appointments', body, key, 'one-intent'));
  const booked = await book();
  const again = await book();
  const cancelled = cancelAppointment.response.parse(
    await call(`/v1/appointments/${booked.id}/cancel`, {}, booked.access?.token),
  );
  await server.runJobs();
  return {
    booked: booked.status,
    again: again.id === booked.id ? 'the same' : 'another',
    cancelled: cancelled.status,
    mails: server.mails.length - before,
    days: view.days.length,
  };
}
