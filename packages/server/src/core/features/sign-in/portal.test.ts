import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  cancelAppointment,
  createAppointment,
  createHold,
  createSessionFromAssertion,
  createSessionFromLink,
  createSignInLink,
  deletePortal,
  deleteSignInLink,
  endPatientSessions,
  getCurrentSession,
  getPortal,
  listAppointments,
  matchCurrentSession,
  putPortal,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestPortal, makePortal } from '../../../testing/portal.fixture.ts';
import { makeDevice, signIn } from '../../../testing/sign-in.fixture.ts';

describe(`signing in without a code, on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let portal: TestPortal;
  let audience: string;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
    portal = await makePortal('ES256');
    ({ audience } = await server.call(putPortal, { body: portal.registration }, { credential: clinic.secretKey }));
  });
  after(() => server.close());

  const desk = () => ({ credential: clinic.secretKey });
  const now = () => Math.floor(server.clock.now() / 1000);
  const claims = (more: object = {}) => ({
    iss: portal.registration.issuer,
    aud: audience,
    sub: 'portal-user-1',
    jti: crypto.randomUUID(),
    iat: now(),
    exp: now() + 120,
    ...more,
  });
  const show = async (assertion: string, at: TestClinic = clinic) =>
    server.answer(
      createSessionFromAssertion,
      { body: { assertion, key: (await makeDevice()).key } },
      { credential: at.publishableKey },
    );

  it('takes an assertion by ES256 and by EdDSA', async () => {
    for (const algorithm of ['ES256', 'EdDSA'] as const) {
      portal = await makePortal(algorithm);
      await server.call(putPortal, { body: portal.registration }, desk());
      const answer = await show(await portal.sign(claims()));
      assert.equal(answer.status, 201, answer.problem.detail);
      assert.deepEqual([answer.body.session.email, answer.body.session.patient], [null, null]);
    }
  });

  it('links to the chart that it names, or to the one that fits what it vouches for', async () => {
    const visit = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    const named = await show(await portal.sign(claims({ patient_id: visit.patient.id })));
    assert.equal(named.body.session.patient?.id, visit.patient.id);
    const vouched = { email: dana.email, email_verified: true, birthdate: dana.birthDate };
    const fitting = await show(await portal.sign(claims(vouched)));
    assert.equal(fitting.body.session.patient?.id, visit.patient.id);
    assert.equal(fitting.body.session.email, dana.email);
    const unverified = await show(await portal.sign(claims({ ...vouched, email_verified: false })));
    assert.equal(unverified.body.session.patient, null);
    const unknown = await show(await portal.sign(claims({ patient_id: 'pat_0000000000' })));
    assert.equal(unknown.problem.code, 'sign-in-refused');
  });

  it('takes an address that the contract takes, and no other', async () => {
    const emailOf = async (email: unknown) =>
      (await show(await portal.sign(claims({ email, email_verified: true })))).body.session.email;
    assert.equal(await emailOf(' vera@example.org '), 'vera@example.org');
    for (const odd of ['\u212Aim@example.org', 'dana@ex\u00E4mple.org', 'dana@localhost', '"d a"@example.org', 7, null])
      assert.equal(await emailOf(odd), null, String(odd));
  });

  it('links nobody to a chart whose address they have not shown, and counts the mails that they have sent there', async () => {
    const slots = (await openSlots(server, clinic, 2)).slice(2);
    const patient = { ...dana, given: 'Vera', email: 'vera@example.org' };
    const stranger = { credential: (await show(await portal.sign(claims({ sub: 'stranger' })))).body.access.token };
    const book = async (slot: number, as: { credential: string }, body: object = {}) => {
      const { id, secret } = await server.call(createHold, { body: { slotId: nth(slots, slot).id } }, as);
      return server.call(createAppointment, { body: { holdId: id, holdSecret: secret, ...body } }, as);
    };
    const counted = async (appointmentId: string) => {
      const { rows } = await sql<{ counted: boolean }>`
        select counted from mail where appointment_id = ${appointmentId} and recipient = 'patient' order by sequence`.execute(
        server.open.database,
      );
      return rows.map((row) => row.counted);
    };
    const theirs = await book(0, stranger, { patient });
    await server.call(
      cancelAppointment,
      { params: { id: theirs.id }, body: {} },
      { credential: theirs.access?.token ?? '' },
    );
    assert.deepEqual(await counted(theirs.id), [true, true]);

    const vera = await signIn(server, clinic, patient.email);
    await server.call(matchCurrentSession, { body: { birthDate: patient.birthDate } }, vera.as);
    const visit = await book(4, vera.as, { patient });
    assert.deepEqual(await counted(visit.id), [false]);
    assert.deepEqual((await server.call(listAppointments, { query: {} }, stranger)).data, []);
    const ended = await server.answer(cancelAppointment, { params: { id: visit.id }, body: {} }, stranger);
    assert.equal(ended.problem.code, 'not-found');

    const own = {
      credential: (await show(await portal.sign(claims({ patient_id: visit.patient?.id })))).body.access.token,
    };
    const named = await book(8, own);
    await server.call(
      cancelAppointment,
      { params: { id: named.id }, body: {} },
      { credential: named.access?.token ?? '' },
    );
    assert.deepEqual(await counted(named.id), [false, false]);
  });

  it('refuses what is not for it, and says why', async () => {
    const refusals: [string, Promise<string>, RegExp][] = [
      ['an expired one', portal.sign(claims({ iat: now() - 400, exp: now() - 100 })), /expired/],
      ['one for another', portal.sign(claims({ aud: 'urn:openprm:ten_other' })), /"aud"/],
      ['a foreign issuer', portal.sign(claims({ iss: 'https://evil.example' })), /"iss"/],
      ['one that lives too long', portal.sign(claims({ exp: now() + 3600 })), /five minutes/],
      ['one from the future', portal.sign(claims({ iat: now() + 600, exp: now() + 700 })), /"iat"/],
      ['one without jti', portal.sign(claims({ jti: undefined })), /"jti"/],
      ['one without exp', portal.sign(claims({ exp: undefined })), /"exp"/],
      ['a key of its own', (await makePortal(portal.algorithm)).sign(claims()), /signature/],
      ['alg none', portal.unsigned(claims()), /./],
      ['a symmetric alg with the public key', portal.signedWithPublicKey(claims()), /ES256 or EdDSA/],
      ['an unknown kid', portal.sign(claims(), { kid: 'other' }), /kid/],
    ];
    for (const [what, assertion, why] of refusals) {
      const { problem } = await show(await assertion);
      assert.equal(problem.code, 'sign-in-refused', what);
      assert.match(problem.detail ?? '', why, what);
    }
  });

  it('takes an assertion once', async () => {
    const assertion = await portal.sign(claims());
    assert.equal((await show(assertion)).status, 201);
    assert.match((await show(assertion)).problem.detail ?? '', /"jti" was used before/);
  });

  it('takes no assertion of one clinic at another, though both have one portal', async () => {
    const other = await setUpClinic(server);
    await server.call(putPortal, { body: portal.registration }, { credential: other.secretKey });
    assert.match((await show(await portal.sign(claims()), other)).problem.detail ?? '', /"aud"/);
  });

  it('registers public keys only', async () => {
    const [key] = portal.registration.jwks.keys;
    const leaked = await server.answer(
      putPortal,
      { body: { ...portal.registration, jwks: { keys: [{ ...key, d: 'x'.repeat(43) }] } } },
      desk(),
    );
    assert.equal(leaked.problem.code, 'validation-failed');
  });

  it('takes none any more when the portal is gone', async () => {
    assert.equal((await server.call(getPortal, {}, desk())).issuer, portal.registration.issuer);
    await server.call(deletePortal, {}, desk());
    assert.equal((await server.answer(getPortal, {}, desk())).problem.code, 'not-found');
    assert.match((await show(await portal.sign(claims()))).problem.detail ?? '', /registered no portal/);
  });

  it('signs a patient in with a link, once', async () => {
    const visit = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 8));
    const patientId = visit.patient.id;
    const open = async (secret: string) =>
      server.answer(createSessionFromLink, { body: { key: (await makeDevice()).key } }, { credential: secret });
    const make = () => server.call(createSignInLink, { params: { id: patientId }, body: {} }, desk());

    const link = await make();
    const first = await open(link.secret);
    assert.equal(first.body.session.patient?.id, patientId);
    const current = await server.call(getCurrentSession, {}, { credential: first.body.access.token });
    assert.equal(current.patient?.id, patientId);
    assert.equal((await open(link.secret)).problem.code, 'sign-in-refused');

    const deleted = await make();
    await server.call(deleteSignInLink, { params: { id: deleted.id } }, desk());
    assert.equal((await open(deleted.secret)).problem.code, 'sign-in-refused');

    const kept = await make();
    await server.call(endPatientSessions, { params: { id: patientId }, body: {} }, desk());
    assert.equal((await open(kept.secret)).problem.code, 'sign-in-refused', 'signed out everywhere, by no link either');

    const late = await make();
    await sql`update sign_in_link set expires_at = now() where id = ${late.id}`.execute(server.open.database);
    assert.equal((await open(late.secret)).problem.code, 'sign-in-refused');

    const other = await setUpClinic(server);
    const forged = late.secret.replace(clinic.tenantId.slice(4), other.tenantId.slice(4));
    assert.equal((await open(forged)).problem.code, 'credential-invalid');
    const foreign = await server.answer(
      createSignInLink,
      { params: { id: patientId }, body: {} },
      { credential: other.secretKey },
    );
    assert.equal(foreign.problem.code, 'not-found');
  });
});
