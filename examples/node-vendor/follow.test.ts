import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import { createClinicHandlers } from '@openprm/testing/msw';
import { newPatientFixture } from '@openprm/testing';
import { setupServer } from 'msw/node';
import { followVisits } from './follow.ts';

const apiUrl = 'https://prm.example';
const clinic = createClinicHandlers({ apiUrl });
const server = setupServer(...clinic.handlers);
before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());

test('a list of visits is read once, and then each visit that has changed', async () => {
  const client = new PrmClient({ apiUrl, key: 'sk_test_riverside' });
  const controller = new AbortController();
  const acts: string[] = [];
  const done = Promise.withResolvers<void>();
  const { data: slots } = await client.slots.search({ healthcareServiceId: newPatientFixture.id });
  const following = followVisits(
    client,
    {
      async readAll() {
        acts.push('all');
        clinic.book(slots[0]?.id ?? '');
      },
      async read(id) {
        acts.push((await client.appointments.get(id)).status);
        if (acts.length === 2) await client.appointments.cancel({ id });
        else done.resolve();
      },
    },
    controller.signal,
  );
  await done.promise;
  assert.deepEqual(acts, ['all', 'booked', 'cancelled']);
  controller.abort(new Error('left'));
  await assert.rejects(following, { message: 'left' });
});
