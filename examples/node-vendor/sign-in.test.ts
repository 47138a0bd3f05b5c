import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, test } from 'node:test';
import { PrmClient } from '@openprm/sdk';
import { patientInputFixture } from '@openprm/testing';
import { openInProcessServer } from '@openprm/testing/server';
import { listVisits, makeAssertion, openSession, signInByCode } from './sign-in.ts';

const server = await openInProcessServer({ demo: true });
after(() => server.close());
const { apiUrl, fetch } = server;
const key = 'pk_demo_riverside';
const clinic = new PrmClient({ apiUrl, key: 'sk_demo_riverside', fetch });
const patient = patientInputFixture({ email: 'someone.new@example.org', birthDate: '1991-02-03' });

/** A booking by the clinic makes a chart. */
async function addChart() {
  const { data: services } = await clinic.healthcareServices.list();
  const { firstAvailable } = await clinic.slots.search({ healthcareServiceId: services[0]?.id ?? '' });
  const hold = await clinic.holds.create({ slotId: firstAvailable?.id ?? '' });
  return clinic.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient });
}
const visit = await addChart();

// #region test
test('a patient signs in with a code and sees the own visits', async () => {
  const session = openSession({ apiUrl, key, fetch });
  await signInByCode(session, async (what) => {
    if (what !== 'code') return what === 'email' ? patient.email : patient.birthDate;
    await server.runJobs();
    return /^\d{8}$/m.exec(server.mails.at(-1)?.text ?? '')?.[0] ?? '';
  });
  assert.deepEqual(
    (await listVisits(session)).own.map(({ id }) => id),
    [visit.id],
  );
  await session.signOut();
  assert.equal(await session.current(), undefined);
});
// #endregion test

// #region portal
test('a portal signs its own patients in', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const issuer = 'https://portal.riverside.example';
  const keys = [{ kty: 'EC' as const, crv: 'P-256' as const, x, y, kid: '2026' }];
  const { audience } = await clinic.portal.put({ issuer, jwks: { keys } });

  const portal = { issuer, audience, keyId: '2026', privateKey };
  const session = openSession({ apiUrl, key, fetch });
  const { patient: chart } = await session.signInWithPortal(() =>
    Promise.resolve(makeAssertion({ id: 'account-7', ...patient }, portal)),
  );
  assert.equal(chart?.id, visit.patient?.id);
});
// #endregion portal
