import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createApiKey,
  createStaff,
  endOneStaffSession,
  endOtherStaffSessions,
  endStaffSessions,
  erasePatient,
  getStaffSession,
  inviteStaff,
  listApiKeys,
  listStaff,
  listStaffSessions,
  revokeApiKey,
  signOutStaff,
  updateApiKey,
  updateStaff,
} from '@openprm/contract';
import { endpointRows, freshMinutes } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { bookChart, newEmail, openSide } from '../../../testing/matrix/side.fixture.ts';
import { dana } from '../../../testing/clinic-setup.fixture.ts';
import { type StaffMember, address, codeOf, enrolOwner, enrolStaff, signIn } from '../../../testing/staff.fixture.ts';
import { untilWaiting } from '../../../testing/until-waiting.fixture.ts';

describe(`sessions of the staff, and a second proof before grave acts, on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  let secretKey: string;
  let owner: StaffMember;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());
  beforeEach(async () => {
    ({ tenantId, secretKey } = await server.createTenant());
    owner = await enrolOwner(server, tenantId);
    server.clock.set(server.clock.now() + 60_000);
  });

  const as = (session: string) => ({ credential: session });
  const list = async (session: string) => (await server.call(listStaffSessions, { query: {} }, as(session))).data;
  const isIn = async (session: string) => (await server.answer(getStaffSession, {}, as(session))).status === 200;
  /** As if the second factor had been shown so many minutes earlier, in every session. */
  const grow = (minutes: number) =>
    sql`update staff_session set proven_at = proven_at - make_interval(mins => ${minutes}::integer) where tenant_id = ${tenantId}`.execute(
      server.open.database,
    );
  const begin = async (session: string) => {
    const begun = await server.core.staffProof.begin({ session });
    assert.ok(begun.outcome === 'code-needed', begun.outcome);
    return begun.token;
  };
  const confirm = (session: string, token: string, code: string) =>
    server.core.staffProof.confirm({ session, token, code, address });
  /** Shows the code of the app. @returns the session's new credential */
  const prove = async (session: string, member = owner) => {
    server.clock.set(server.clock.now() + 60_000);
    const answer = await confirm(session, await begin(session), await codeOf(server, member));
    assert.ok(answer.outcome === 'proven', answer.outcome);
    return answer.session;
  };
  const acts = async () => {
    const rows = await server.open.database
      .selectFrom('audit_event')
      .select('action')
      .where('tenant_id', '=', tenantId)
      .execute();
    return rows.map(({ action }) => action);
  };

  it('are shown to their own person, the newest first and this one marked', async () => {
    const clerk = await enrolStaff(server, owner, 'front-desk');
    const second = await signIn(server, owner);
    const own = await list(second);
    assert.deepEqual(
      own.map(({ isCurrent }) => isCurrent),
      [true, false],
    );
    assert.ok(own.every(({ startedAt, lastUsedAt }) => startedAt <= lastUsedAt));
    assert.equal((await list(clerk.session)).length, 1);
    await sql`update staff_session set last_seen_at = now() - interval '16 minutes' where id = ${own[1]?.id}`.execute(
      server.open.database,
    );
    assert.equal((await list(second)).length, 1, 'what is over is not open');
  });

  it('end one by one, or all but this one, and never another’s', async () => {
    const clerk = await enrolStaff(server, owner, 'front-desk');
    const [second, third] = [await signIn(server, owner), await signIn(server, owner)];
    const [, ofSecond] = await list(third);
    const [ofClerk] = await list(clerk.session);
    const end = (id = '') => server.answer(endOneStaffSession, { params: { id } }, as(third));
    assert.equal((await end(ofSecond?.id)).status, 204);
    assert.ok(!(await isIn(second)));
    const refused = [await end(ofClerk?.id), await end('ses_00000000000000000000000000'), await end(ofSecond?.id)];
    for (const { status, problem } of refused)
      assert.deepEqual([status, problem.detail], [404, refused[0]?.problem.detail]);
    assert.equal((await server.answer(endOtherStaffSessions, {}, as(third))).status, 204);
    assert.ok((await isIn(third)) && (await isIn(clerk.session)));
    assert.ok(!(await isIn(owner.session)));
    assert.ok((await acts()).includes('staff.signed-out-elsewhere'));
  });

  it('ends a sign-in that is under way with the others', async () => {
    const first = await server.core.staffSignIn.checkPassword({ ...owner, address });
    assert.ok(first.outcome === 'code-needed');
    await server.call(endOtherStaffSessions, {}, as(owner.session));
    const code = await codeOf(server, owner);
    assert.equal((await server.core.staffSignIn.checkCode({ token: first.token, code, address })).outcome, 'over');
  });

  it('is asked for once more five minutes after it was shown, before a session is ended', async () => {
    const other = await signIn(server, owner);
    const session = await signIn(server, owner);
    const [, { id } = { id: '' }] = await list(session);
    const end = (credential: string) => server.answer(endOneStaffSession, { params: { id } }, as(credential));
    await grow(freshMinutes.staff);
    for (const refused of [await end(session), await server.answer(endOtherStaffSessions, {}, as(session))]) {
      assert.equal(refused.status, 403);
      assert.equal(refused.problem.code, 'reauthentication-required');
      assert.match(refused.problem.detail ?? '', /second factor/);
    }
    assert.ok(await isIn(other));
    assert.equal((await list(session)).length, 3, 'they are shown all the same');
    assert.equal((await end(await prove(session))).status, 204);
    assert.ok(!(await isIn(other)));
  });

  it('is not asked for to sign out everywhere, which takes this session along', async () => {
    await grow(60);
    assert.equal((await server.answer(endStaffSessions, {}, as(owner.session))).status, 204);
    assert.ok(!(await isIn(owner.session)));
  });

  it('is asked for before each grave act by a session, and never of a key', async () => {
    const side = await openSide(server);
    const { session } = side.staff.owner;
    const { patientId } = await bookChart(side, { ...dana, email: newEmail() });
    const body = { name: 'Nia Park', email: newEmail(), role: 'volunteer' } as const;
    const key = { kind: 'publishable' as const, name: 'site', origins: [] };
    const { id: keyId } = await server.call(createApiKey, { body: key }, { credential: side.clinic.secretKey });
    const { id: staffId } = await server.call(createStaff, { body }, { credential: side.clinic.secretKey });
    const params = { id: staffId };
    const graves = [
      ['createStaff', (by: string) => server.answer(createStaff, { body: { ...body, email: newEmail() } }, as(by))],
      ['updateStaff', (by: string) => server.answer(updateStaff, { params, body: { role: 'clinician' } }, as(by))],
      ['inviteStaff', (by: string) => server.answer(inviteStaff, { params, body: {} }, as(by))],
      ['createApiKey', (by: string) => server.answer(createApiKey, { body: { ...key, name: newEmail() } }, as(by))],
      [
        'updateApiKey',
        (by: string) => server.answer(updateApiKey, { params: { id: keyId }, body: { origins: [] } }, as(by)),
      ],
      ['revokeApiKey', (by: string) => server.answer(revokeApiKey, { params: { id: keyId }, body: {} }, as(by))],
      ['erasePatient', (by: string) => server.answer(erasePatient, { params: { id: patientId }, body: {} }, as(by))],
    ] as const;
    const ofStaff = endpointRows.filter(({ fresh, access }) => fresh === true && access.includes('staff'));
    const ofSessions = ['endOneStaffSession', 'endOtherStaffSessions'];
    assert.deepEqual(
      ofStaff.map(({ name }) => name as string).sort(),
      [...graves.map(([name]) => name), ...ofSessions].sort(),
      'a row that is fresh has its act here',
    );
    await sql`update staff_session set proven_at = now() - interval '1 hour'`.execute(server.open.database);
    for (const [name, act] of graves)
      assert.equal((await act(session)).problem?.code, 'reauthentication-required', name);
    for (const answer of [
      await server.answer(listStaff, { query: {} }, as(session)),
      await server.answer(listApiKeys, { query: {} }, as(session)),
      await server.answer(signOutStaff, { params, body: {} }, as(session)),
    ])
      assert.ok(answer.status < 300, 'what reads or protects goes on');
    for (const [name, act] of graves.slice(0, 4)) assert.ok((await act(side.clinic.secretKey)).status < 300, name);
    const fresh = await prove(session, side.staff.owner);
    for (const [name, act] of graves) assert.ok((await act(fresh)).status < 300, name);
  });

  it('does with the same Idempotency-Key what was refused before, and gives no answer again to who has not shown it', async () => {
    const idempotencyKey = crypto.randomUUID();
    const make = (credential: string) =>
      server.answer(
        createApiKey,
        { body: { kind: 'publishable', name: 'site', origins: [] } },
        { credential, idempotencyKey },
      );
    await grow(5);
    assert.equal((await make(owner.session)).status, 403);
    const session = await prove(owner.session);
    const made = await make(session);
    assert.equal(made.status, 201);
    assert.equal((await make(session)).body.key, made.body.key);
    await grow(5);
    assert.equal((await make(session)).problem.code, 'reauthentication-required');
  });

  it('gives the session a new credential and ends the one before; its age stays', async () => {
    const [before] = await list(owner.session);
    const session = await prove(owner.session);
    assert.ok(!(await isIn(owner.session)));
    const [now] = await list(session);
    assert.deepEqual([now?.id, now?.startedAt], [before?.id, before?.startedAt]);
    assert.ok((await acts()).includes('staff.proven'));
  });

  it('takes a code once, of this very person, five times; a recovery code will do', async () => {
    const clerk = await enrolStaff(server, owner, 'front-desk');
    server.clock.set(server.clock.now() + 60_000);
    const code = await codeOf(server, owner);
    const token = await begin(owner.session);
    assert.equal((await confirm(clerk.session, token, await codeOf(server, clerk))).outcome, 'stale');
    assert.equal((await confirm('sst_nobody', token, code)).outcome, 'over');
    for (const changed of ['', token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A')])
      assert.equal((await confirm(owner.session, changed, code)).outcome, 'stale');
    for (let left = 4; left > 0; left -= 1)
      assert.deepEqual(await confirm(owner.session, token, '00000'), { outcome: 'refused', triesLeft: left });
    assert.equal((await confirm(owner.session, token, '00000')).outcome, 'stale');
    assert.equal((await confirm(owner.session, token, code)).outcome, 'stale');
    const right = await confirm(owner.session, await begin(owner.session), code);
    assert.ok(right.outcome === 'proven');
    assert.equal((await confirm(right.session, await begin(right.session), code)).outcome, 'refused', 'used before');
    const [recovery = ''] = owner.recoveryCodes;
    assert.equal((await confirm(right.session, await begin(right.session), recovery)).outcome, 'proven');
    assert.ok((await acts()).includes('staff.proven-with-recovery-code'));
  });

  it('lets nobody guess on and on', async () => {
    const outcomes: string[] = [];
    for (let round = 0; round < 5; round += 1) {
      const token = await begin(owner.session);
      for (let n = 0; n < 5; n += 1) outcomes.push((await confirm(owner.session, token, '00000')).outcome);
    }
    assert.equal(outcomes.filter((outcome) => outcome === 'wait').length, 5);
    assert.ok(outcomes.slice(20).every((outcome) => outcome === 'wait'));
  });

  it('ends a sign-in that is under way, too', { skip: testDatabase !== 'postgres' }, async () => {
    const { database } = server.open;
    for (const way of ['of the clinic', 'own', 'the others', 'suspended'] as const) {
      const clerk = await enrolStaff(server, owner, 'front-desk', `${way.replaceAll(' ', '-')}@clinic.example`);
      const { staff } = await server.call(getStaffSession, {}, as(clerk.session));
      server.clock.set(server.clock.now() + 60_000);
      const first = await server.core.staffSignIn.checkPassword({ ...clerk, address });
      assert.ok(first.outcome === 'code-needed', first.outcome);
      const code = await codeOf(server, clerk);
      let ending: Promise<{ readonly status: number }> | undefined;
      const signing = await database.transaction().execute(async (tx) => {
        await sql`select from staff where id = ${staff.id} for update`.execute(tx);
        const started = server.core.staffSignIn.checkCode({ token: first.token, code, address });
        await untilWaiting(server, 1);
        switch (way) {
          case 'of the clinic':
            ending = server.answer(signOutStaff, { params: { id: staff.id }, body: {} }, as(owner.session));
            break;
          case 'own':
            ending = server.answer(endStaffSessions, {}, as(clerk.session));
            break;
          case 'the others':
            ending = server.answer(endOtherStaffSessions, {}, as(clerk.session));
            break;
          case 'suspended':
            ending = server.answer(
              updateStaff,
              { params: { id: staff.id }, body: { status: 'suspended' } },
              as(owner.session),
            );
            break;
        }
        await untilWaiting(server, 2);
        return { started };
      });
      assert.ok(((await ending)?.status ?? 500) < 300, way);
      const signed = await signing.started;
      if (way === 'suspended')
        await server.call(updateStaff, { params: { id: staff.id }, body: { status: 'active' } }, as(owner.session));
      assert.equal(signed.outcome === 'signed-in' && (await isIn(signed.session)), false, way);
    }
  });

  it('takes one code once, by a sign-in and a proof at once', { skip: testDatabase !== 'postgres' }, async () => {
    const { staffSignIn } = server.core;
    const { session } = owner;
    const proof = await begin(session);
    const first = await staffSignIn.checkPassword({ ...owner, address });
    assert.ok(first.outcome === 'code-needed', first.outcome);
    const code = await codeOf(server, owner);
    const tries = await server.open.database.transaction().execute(async (tx) => {
      await sql`select from staff where tenant_id = ${tenantId} for update`.execute(tx);
      const both = [confirm(session, proof, code), staffSignIn.checkCode({ token: first.token, code, address })];
      await untilWaiting(server, 2);
      return both;
    });
    const outcomes = (await Promise.all(tries)).map(({ outcome }) => outcome).toSorted();
    assert.ok(['proven,refused', 'refused,signed-in'].includes(outcomes.join()), outcomes.join());
  });

  it('is nothing that a key can be asked for', async () => {
    assert.equal((await server.core.staffProof.begin({ session: secretKey })).outcome, 'over');
  });
});
