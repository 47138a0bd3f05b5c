import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createIdempotencyKey, PrmClient } from '@openprm/sdk';
import { patientInputFixture } from '@openprm/testing';
import { openInProcessServer } from '@openprm/testing/server';
import { bookOnce, holdNearest } from './recover.ts';

// #region server
const server = await openInProcessServer({ demo: true });
after(() => server.close());
const client = new PrmClient({ apiUrl: server.apiUrl, key: 'pk_demo_riverside', fetch: server.fetch });

test('a booking is told to the patient by mail', async () => {
  const { data: services } = await client.healthcareServices.list();
  const { firstAvailable } = await client.slots.search({ healthcareServiceId: services[0]?.id ?? '' });
  const hold = await holdNearest(client, { slotId: firstAvailable?.id ?? '' });
  await bookOnce(client, hold, patientInputFixture(), createIdempotencyKey());
  await server.runJobs();
  assert.ok(server.mails.some(({ to, subject }) => to === 'dana@example.org' && subject === 'Your visit is booked'));
});
// #endregion server
