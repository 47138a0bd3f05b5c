import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createRelatedPerson,
  createSession,
  createSessionFromLink,
  createSignInLink,
  endOneSession,
  endOtherSessions,
  endOwnSessions,
  endPatientSessions,
  getCurrentSession,
  listAppointments,
  listOwnSessions,
  matchCurrentSession,
} from '@openprm/contract';
import { freshMinutes } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { dana } from '../../../testing/clinic-setup.fixture.ts';
import { type Side, bookChart, newEmail, openSide } from '../../../testing/matrix/side.fixture.ts';
import { makeDevice, readCode, signIn } from '../../../testing/sign-in.fixture.ts';
import { untilWaiting } from '../../../testing/until-waiting.fixture.ts';

describe(`one's own sessions, on ${testDatabase}`, () => {
  let server: TestServer;
  let side: Side;
  before(async () => {
    server = await openTestServer();
    side = await openSide(server);
  });
  after(() => server.close());

  type As = { readonly credential: string; readonly actingFor?: string };
  const asClinic = () => ({ credential: side.clinic.secretKey });
  const list = async (as: As) => (await server.call(listOwnSessions, { query: {} }, as)).data;
  const isIn = async (as: As) => (await server.answer(getCurrentSession, {}, as)).status === 200;
  const end = (id: string, as: As) => server.answer(endOneSession, { params: { id } }, as);
  const match = (as: As, birthDate: string) => server.call(matchCurrentSession, { body: { birthDate } }, as);
  /** As if the session had begun so many minutes ago. */
  const grow = (id: string, minutes: number) =>
    sql`update patient_session set created_at = created_at - make_interval(mins => ${minutes}::integer) where id = ${id}`.execute(
      server.open.database,
    );

  it('are shown with when and by which road they began, the newest first and this one marked', async () => {
    const email = newEmail();
    const { patientId } = await bookChart(side, { ...dana, email });
    const phone = await signIn(server, side.clinic, email);
    await match(phone.as, dana.birthDate);
    const { secret } = await server.call(createSignInLink, { params: { id: patientId }, body: {} }, asClinic());
    server.clock.set(server.clock.now() + 1000);
    const { key } = await makeDevice();
    const linked = await server.call(createSessionFromLink, { body: { key } }, { credential: secret });
    const own = await list(phone.as);
    assert.deepEqual(
      own.map(({ id, road, isCurrent, actedForPatientId }) => ({ id, road, isCurrent, actedForPatientId })),
      [
        { id: linked.session.id, road: 'link', isCurrent: false, actedForPatientId: null },
        { id: phone.session.id, road: 'code', isCurrent: true, actedForPatientId: null },
      ],
      'whoever came by a link that was meant for me is seen by me',
    );
    assert.equal(own[1]?.startedAt, phone.session.startedAt);
    const text = JSON.stringify(own);
    for (const personal of [email, dana.family, dana.birthDate]) assert.ok(!text.includes(personal));
  });

  it('are shown page by page', async () => {
    const email = newEmail();
    const sessions = [];
    for (let n = 0; n < 3; n += 1) {
      server.clock.set(server.clock.now() + 1000);
      sessions.push(await signIn(server, side.clinic, email));
    }
    const { as } = sessions[0] ?? assert.fail();
    const first = await server.call(listOwnSessions, { query: { limit: 2 } }, as);
    const cursor = first.nextCursor ?? assert.fail('there is a third');
    const second = await server.call(listOwnSessions, { query: { limit: 2, cursor } }, as);
    assert.deepEqual(
      [...first.data, ...second.data].map(({ id }) => id),
      sessions.map(({ session }) => session.id).reverse(),
    );
    assert.equal(second.nextCursor, null);
  });

  it('are those of nobody else at the same mailbox', async () => {
    const email = newEmail();
    const other = { ...dana, given: 'Sam', birthDate: '1990-01-02', email };
    await bookChart(side, { ...dana, email });
    await bookChart(side, other);
    const [mine, theirs, unknown, wrong] = [
      await signIn(server, side.clinic, email),
      await signIn(server, side.clinic, email),
      await signIn(server, side.clinic, email),
      await signIn(server, side.clinic, email),
    ];
    await match(mine.as, dana.birthDate);
    await match(theirs.as, other.birthDate);
    await match(wrong.as, '1970-07-07');
    const idsOf = async (as: As) => (await list(as)).map(({ id }) => id).sort();
    assert.deepEqual(await idsOf(mine.as), [mine.session.id, unknown.session.id].sort());
    assert.deepEqual(
      await idsOf(unknown.as),
      [unknown.session.id, wrong.session.id].sort(),
      'whoever has shown the mailbox alone sees no chart’s session',
    );
    for (const id of [theirs.session.id, wrong.session.id]) {
      const answer = await end(id, mine.as);
      const never = await end('pss_00000000000000000000000000', mine.as);
      assert.equal(answer.status, 404);
      assert.equal(answer.problem.detail, never.problem.detail);
    }
    assert.equal((await server.answer(endOtherSessions, {}, mine.as)).status, 204);
    assert.ok((await isIn(theirs.as)) && (await isIn(mine.as)) && (await isIn(wrong.as)));
    assert.ok(!(await isIn(unknown.as)));
  });

  it('end one by one, or all but this one, from the next request on', async () => {
    const email = newEmail();
    const [mine, second, third] = [
      await signIn(server, side.clinic, email),
      await signIn(server, side.clinic, email),
      await signIn(server, side.clinic, email),
    ];
    assert.equal((await end(second.session.id, mine.as)).status, 204);
    assert.ok(!(await isIn(second.as)));
    assert.ok(await isIn(third.as));
    assert.equal((await end(second.session.id, mine.as)).status, 404, 'it is not open any more');
    assert.equal((await server.answer(endOtherSessions, {}, mine.as)).status, 204);
    assert.ok(!(await isIn(third.as)));
    assert.deepEqual(
      (await list(mine.as)).map(({ isCurrent }) => isCurrent),
      [true],
    );
  });

  it('are ended by who has signed in moments ago, and by nobody else; signing out everywhere takes this one along', async () => {
    const email = newEmail();
    const [mine, other] = [await signIn(server, side.clinic, email), await signIn(server, side.clinic, email)];
    await grow(mine.session.id, freshMinutes.person - 1);
    const third = await signIn(server, side.clinic, email);
    assert.equal((await end(third.session.id, mine.as)).status, 204);
    await grow(mine.session.id, 1);
    for (const refused of [
      await end(other.session.id, mine.as),
      await end(mine.session.id, mine.as),
      await end('pss_00000000000000000000000000', mine.as),
      await server.answer(endOtherSessions, {}, mine.as),
    ]) {
      assert.equal(refused.status, 403);
      assert.equal(refused.problem.code, 'reauthentication-required');
      assert.match(refused.problem.detail ?? '', /Sign in once more/);
    }
    assert.ok(await isIn(other.as));
    assert.equal((await list(mine.as)).length, 2, 'they are shown all the same');
    const again = await signIn(server, side.clinic, email);
    assert.equal((await end(other.session.id, again.as)).status, 204);
    assert.equal((await server.answer(endOwnSessions, {}, mine.as)).status, 204);
    assert.ok(!(await isIn(mine.as)) && !(await isIn(again.as)));
  });

  it('are what signing out everywhere ends, by whichever road they began, and nobody else’s at the same mailbox', async () => {
    const email = newEmail();
    const kin = { ...dana, given: 'Sam', birthDate: '1990-01-02', email };
    const { patientId } = await bookChart(side, { ...dana, email });
    await bookChart(side, kin);
    const [mine, theirs] = [await signIn(server, side.clinic, email), await signIn(server, side.clinic, email)];
    await match(mine.as, dana.birthDate);
    await match(theirs.as, kin.birthDate);
    const { secret } = await server.call(createSignInLink, { params: { id: patientId }, body: {} }, asClinic());
    const { key } = await makeDevice();
    const linked = await server.call(createSessionFromLink, { body: { key } }, { credential: secret });
    const { id: signInCodeId, code } = await readCode(server, side.clinic, email);
    assert.equal((await list(mine.as)).length, 2);
    assert.equal((await server.answer(endOwnSessions, {}, mine.as)).status, 204);
    assert.ok(!(await isIn(mine.as)) && !(await isIn({ credential: linked.access.token })));
    assert.ok(await isIn(theirs.as), 'a session that was not listed');
    const late = { body: { signInCodeId, code, key: (await makeDevice()).key } };
    const { status } = await server.answer(createSession, late, { credential: side.clinic.publishableKey });
    assert.notEqual(status, 201, 'a code that was mailed before');
  });

  it('say for whom else one has acted to who may act for the same patient', async () => {
    const child = (await bookChart(side, { ...dana, email: newEmail() })).patientId;
    const email = newEmail();
    const person = { relationship: 'PRN', given: 'Robin', family: 'Reyes', birthDate: '1960-01-02', email } as const;
    await server.call(createRelatedPerson, { body: { patientId: child, ...person } }, asClinic());
    const [phone, desk] = [await signIn(server, side.clinic, email), await signIn(server, side.clinic, email)];
    for (const { as } of [phone, desk]) await match(as, person.birthDate);
    await server.call(listAppointments, { query: {} }, { ...phone.as, actingFor: child });
    const actedFor = async (as: As) =>
      (await list(as)).find(({ id }) => id === phone.session.id)?.actedForPatientId ?? null;
    assert.equal(await actedFor(desk.as), child);
    await sql`update related_person set revoked_at = now() where patient_id = ${child}`.execute(server.open.database);
    assert.equal(await actedFor(desk.as), null);
  });

  it('may be listed and ended also by who acts for a patient and may only read for them', async () => {
    const child = (await bookChart(side, { ...dana, email: newEmail() })).patientId;
    const email = newEmail();
    const person = { relationship: 'PRN', given: 'Robin', family: 'Reyes', birthDate: '1960-01-02', email } as const;
    await server.call(createRelatedPerson, { body: { patientId: child, mayChange: false, ...person } }, asClinic());
    const [phone, desk] = [await signIn(server, side.clinic, email), await signIn(server, side.clinic, email)];
    await match(desk.as, person.birthDate);
    const acting = { ...desk.as, actingFor: child };
    assert.equal((await list(acting)).length, 2);
    assert.equal((await end(phone.session.id, acting)).status, 204);
    assert.ok(!(await isIn(phone.as)));
  });

  it('end everywhere with the session of who is just signing in', { skip: testDatabase !== 'postgres' }, async () => {
    const { database } = server.open;
    for (const way of ['of the clinic', 'own', 'the others'] as const) {
      const email = newEmail();
      const { patientId } = await bookChart(side, { ...dana, email });
      const phone = await signIn(server, side.clinic, email);
      const { id: signInCodeId, code } = await readCode(server, side.clinic, email);
      const { key } = await makeDevice();
      let ending: Promise<{ readonly status: number }> | undefined;
      const signing = await database.transaction().execute(async (tx) => {
        // what the code shows is noted by then, and the session is yet to be added
        await sql`select from person where id = (select person_id from patient_session where id = ${phone.session.id}) for update`.execute(
          tx,
        );
        const started = server.call(
          createSession,
          { body: { signInCodeId, code, key } },
          { credential: side.clinic.publishableKey },
        );
        await untilWaiting(server, 1);
        switch (way) {
          case 'of the clinic':
            ending = server.answer(endPatientSessions, { params: { id: patientId }, body: {} }, asClinic());
            break;
          case 'own':
            ending = server.answer(endOwnSessions, {}, phone.as);
            break;
          case 'the others':
            ending = server.answer(endOtherSessions, {}, phone.as);
            break;
        }
        await untilWaiting(server, 2);
        return { started };
      });
      assert.equal((await ending)?.status, 204, way);
      assert.equal(await isIn({ credential: (await signing.started).access.token }), false, way);
    }
  });
});
