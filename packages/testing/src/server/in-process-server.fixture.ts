import type { InProcessServer } from './in-process-server.ts';
import { openInProcessServer } from './in-process-server.ts';

/** Books one visit over the API as a page does, cancels it, and looks at the mail: the same acts in Node and in a browser. */
export async function bookAndCancel(): Promise<{
  booked: string;
  again: string;
  cancelled: string;
  mails: number;
  afterwards: number;
}> {
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
    const answer = (await response.json()) as Record<string, never>;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`);
    return answer;
  };
  const services = (await call('/v1/healthcare-services')) as { data: { id: string }[] };
  const view = (await call(`/v1/slots?healthcareServiceId=${services.data[0]?.id ?? ''}`)) as unknown as {
    firstAvailable: { id: string };
    days: { count: number }[];
  };
  const hold = (await call('/v1/holds', { slotId: view.firstAvailable.id })) as unknown as {
    id: string;
    secret: string;
  };
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
  const booked = (await call('/v1/appointments', body, key, 'one-intent')) as unknown as {
    id: string;
    status: string;
    access: { token: string };
  };
  const again = (await call('/v1/appointments', body, key, 'one-intent')) as unknown as { id: string };
  const cancelled = (await call(`/v1/appointments/${booked.id}/cancel`, {}, booked.access.token)) as unknown as {
    status: string;
  };
  await server.runJobs();
  return {
    booked: booked.status,
    again: again.id === booked.id ? 'the same' : 'another',
    cancelled: cancelled.status,
    mails: server.mails.length - before,
    afterwards: view.days.length,
  };
}
