import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ConflictError, PrmClient } from '@openprm/sdk';
import { type InProcessServer, openInProcessServer } from './in-process-server.ts';

describe('the real server core in this process', () => {
  let server: InProcessServer;
  let client: PrmClient;
  before(async () => {
    server = await openInProcessServer({ demo: true });
    client = new PrmClient({ apiUrl: server.apiUrl, key: server.demo?.publishableKey ?? '', fetch: server.fetch });
  });
  after(() => server.close());

  it('answers the SDK with real slots, holds and bookings', async () => {
    const { data: services } = await client.healthcareServices.list();
    const { firstAvailable } = await client.slots.search({ healthcareServiceId: services[0]?.id ?? '' });
    assert.ok(firstAvailable);
    const hold = await client.holds.create({ slotId: firstAvailable.id });
    const patient = {
      given: 'Dana',
      family: 'Reyes',
      birthDate: '1984-03-14',
      phone: '555 010 1234',
      email: 'dana@example.org',
    };
    const booked = await client.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient });
    assert.equal(booked.status, 'booked');
    await server.runJobs();
    assert.ok(server.mails.some(({ to }) => to === 'dana@example.org'));
  });

  it('lets a test end every hold', async () => {
    const { data: services } = await client.healthcareServices.list();
    const { firstAvailable } = await client.slots.search({ healthcareServiceId: services[0]?.id ?? '' });
    assert.ok(firstAvailable);
    const hold = await client.holds.create({ slotId: firstAvailable.id });
    await server.expireHolds();
    await assert.rejects(
      client.holds.renew({ id: hold.id, secret: hold.secret }),
      (error) => error instanceof ConflictError && error.code === 'hold-expired',
    );
  });
});
