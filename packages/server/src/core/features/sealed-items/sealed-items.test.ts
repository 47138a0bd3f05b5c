import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type SealedItemsOpen,
  createQuestionnaireResponse,
  createRelatedPerson,
  endCurrentSession,
  endPatientSessions,
  getCurrentSession,
  getLinkSealing,
  matchCurrentSession,
  openAtOnce,
  openSealedItems,
  revokeRelatedPerson,
  signedOutOwner,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestClinic, dana, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type SidePerson, bookChart, newEmail, openPerson } from '../../../testing/matrix/side.fixture.ts';
import { changeHeader, sealItem } from '../../../testing/sealed-item.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';
import { inviteTo, makeSurvey, storeForm, visitAnswers } from '../../../testing/survey.fixture.ts';
import { openSlots } from '../../../testing/clinic-setup.fixture.ts';
import { pruneSignIns } from '../sign-in/prune-sign-ins.ts';

describe(`sealed items on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let me: SidePerson;
  let somebodyElse: SidePerson;
  let side: Parameters<typeof openPerson>[0];

  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 50 } });
    const slots = await openSlots(server, clinic);
    const [first, second] = slots;
    assert.ok(first && second);
    side = { server, clinic, nextSlots: () => [first, second] };
    me = await openPerson(side);
    somebodyElse = await openPerson(side);
  });
  after(() => server.close());

  const sealingOf = async ({ credential }: { credential: string }) =>
    (await server.call(getCurrentSession, {}, { credential })).sealing;
  const open = async (as: { credential: string }, envelopes: string[], more: Partial<SealedItemsOpen> = {}) =>
    (await server.call(openSealedItems, { body: { envelopes, ...more } }, { credential: as.credential })).data;
  const outcomes = async (...args: Parameters<typeof open>) => (await open(...args)).map(({ outcome }) => outcome);

  it('opens for a session what its person has sealed, in the order of the envelopes, again and again', async () => {
    const sealing = await sealingOf(me);
    const item = 'a'.repeat(32);
    const envelopes = [
      await sealItem(sealing, { item, patientId: me.patientId, content: { text: 'first' } }),
      await sealItem(sealing, { kind: 'draft', content: ['second'] }),
    ];
    const answer = await open(me, envelopes);
    assert.deepEqual(answer[0], {
      outcome: 'opened',
      opened: {
        item,
        kind: 'outbox',
        sealedAt: '2026-11-22T10:00:00Z',
        signedOut: false,
        actingFor: null,
        type: 'message',
        content: { text: 'first' },
      },
    });
    assert.deepEqual([answer[1]?.opened?.kind, answer[1]?.opened?.content], ['draft', ['second']]);
    assert.deepEqual(await open(me, envelopes), answer);
  });

  it('opens in a later session of the same address what an earlier one has sealed', async () => {
    const email = newEmail();
    const first = await signIn(server, clinic, email);
    const envelope = await sealItem(first.session.sealing);
    await server.call(endCurrentSession, {}, first.as);
    const second = await signIn(server, clinic, email);
    assert.deepEqual(await outcomes(second.as, [envelope]), ['opened']);
    assert.equal(
      (await server.answer(openSealedItems, { body: { envelopes: [envelope] } }, first.as)).problem.code,
      'session-ended',
    );
  });

  it('opens for a survey’s link what was sealed by it, as long as it answers', async () => {
    const form = await storeForm(server, clinic);
    const survey = await makeSurvey(server, clinic, form);
    const asked = await openPerson(side);
    const patientId = asked.patientId ?? assert.fail();
    const mine = { credential: await inviteTo(server, clinic, survey.id, patientId) };
    const other = { credential: await inviteTo(server, clinic, survey.id, patientId) };
    const sealing = await server.call(getLinkSealing, {}, mine);
    const envelope = await sealItem(sealing, { kind: 'draft', patientId: null, content: ['half'] });
    assert.deepEqual((await open(mine, [envelope]))[0]?.opened?.content, ['half']);
    assert.deepEqual(await outcomes(other, [envelope]), ['not-yours']);
    assert.deepEqual(await outcomes(asked, [envelope]), ['not-yours']);
    assert.deepEqual(
      await outcomes(mine, [await sealItem({ ...sealing, proof: 'x' }, { kind: 'draft', patientId: null })]),
      ['changed'],
      'anybody can seal in its name',
    );
    assert.deepEqual(await outcomes(mine, [await sealItem(sealing, { patientId })]), ['not-yours']);
    const nobodys = await sealItem({ ...sealing, owner: signedOutOwner }, { patientId: null });
    assert.deepEqual(await outcomes(mine, [nobodys], { claim: true }), ['not-yours']);
    const codes = ['access', 'wait', 'office-staff', 'listening', 'explaining', 'facility', 'overall'];
    const response = visitAnswers('completed', Object.fromEntries(codes.map((each) => [each, 'good'])));
    const late = await sealItem(await server.call(getLinkSealing, {}, other), { kind: 'draft', patientId: null });
    await server.call(createQuestionnaireResponse, { body: { surveyId: survey.id, response } }, other);
    assert.deepEqual(await outcomes(other, [late]), ['not-yours'], 'a complete response is read no more');
    await server.call(endPatientSessions, { params: { id: patientId }, body: {} }, { credential: clinic.secretKey });
    assert.equal((await server.answer(getLinkSealing, {}, mine)).problem.code, 'credential-invalid');
    assert.equal(
      (await server.answer(openSealedItems, { body: { envelopes: [envelope] } }, mine)).problem.code,
      'credential-invalid',
    );
  });

  it("leaves another person's envelope shut", async () => {
    const mine = await sealItem(await sealingOf(me));
    assert.deepEqual(await outcomes(somebodyElse, [mine]), ['not-yours']);
    assert.deepEqual(await outcomes(somebodyElse, [mine], { claim: true }), ['not-yours']);
    const { owner } = await sealingOf(somebodyElse);
    assert.deepEqual(await outcomes(somebodyElse, [changeHeader(mine, { owner })]), ['changed']);
  });

  it('takes nothing as a person’s own that was sealed without having been signed in as them', async () => {
    const { proof } = await sealingOf(somebodyElse);
    const mine = await sealingOf(me);
    const forged = [
      await sealItem(mine, { proof: undefined }),
      await sealItem(mine, { proof }),
      await sealItem(mine, { proof: '' }),
    ];
    assert.deepEqual(await outcomes(me, forged, { claim: true }), ['changed', 'changed', 'changed']);
  });

  it('opens what was added while signed out only for who claims it', async () => {
    const envelope = await sealItem(await sealingOf(me), { owner: signedOutOwner });
    assert.deepEqual(await outcomes(somebodyElse, [envelope]), ['not-yours']);
    const [claimed] = await open(somebodyElse, [envelope], { claim: true });
    assert.deepEqual([claimed?.outcome, claimed?.opened?.signedOut], ['opened', true]);
  });

  it('finds each change of an envelope, its header too, and whatever is none', async () => {
    const sealing = await sealingOf(me);
    const envelope = await sealItem(sealing);
    const parts = envelope.split('.');
    const flip = (at: number) =>
      parts.map((part, index) => (index === at ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part)).join('.');
    const changed = [
      ...[2, 3, 4].map(flip),
      changeHeader(envelope, { item: 'b'.repeat(32) }),
      changeHeader(envelope, { kind: 'draft' }),
      changeHeader(envelope, { at: '2026-11-21T10:00:00Z' }),
      changeHeader(envelope, { enc: 'A128GCM' }),
      changeHeader(envelope, { alg: 'dir' }),
      changeHeader(envelope, { zip: 'DEF' }),
      changeHeader(envelope, { crit: ['item'] }),
      'bm9uZQ..bm9uZQ.bm9uZQ.bm9uZQ',
      await sealItem(sealing, { body: 'no object' }),
      await sealItem(sealing, {
        body: { proof: sealing.proof, patientId: null, type: 'message', content: 1, more: 1 },
      }),
      await sealItem(sealing, { header: { typ: 'JWT' } }),
      await sealItem(sealing, { header: { more: 'than is known' } }),
    ];
    assert.deepEqual(
      await outcomes(me, changed),
      changed.map(() => 'changed'),
    );
  });

  it('says that the key is gone for another clinic’s key and for one that is kept no more', async () => {
    const other = await server.createTenant('South Clinic');
    const there = await signIn(server, other, me.email);
    const here = await sealingOf(me);
    const envelope = await sealItem({ ...there.session.sealing, owner: here.owner, proof: here.proof });
    assert.deepEqual(await outcomes(me, [envelope]), ['key-gone']);

    const { database } = server.open;
    const old = await sealItem(here);
    const age = (days: number) =>
      sql`update sealing_key set created_at = now() - make_interval(days => ${days}) where id = ${here.keyId}`.execute(
        database,
      );
    await age(31);
    const next = await sealingOf(me);
    assert.notEqual(next.keyId, here.keyId, 'a pair is sealed to for a month');
    await pruneSignIns(database);
    assert.deepEqual(await outcomes(me, [old]), ['opened']);
    await age(121);
    await pruneSignIns(database);
    assert.deepEqual(await outcomes(me, [old, await sealItem(next)]), ['key-gone', 'opened']);
  });

  it('opens what is about somebody else only while the person may act for them', async () => {
    const child = await bookChart(side, { ...dana, given: 'Robin', email: newEmail() });
    const sealing = await sealingOf(me);
    const envelope = await sealItem(sealing, { patientId: child.patientId });
    assert.deepEqual(await outcomes(me, [envelope]), ['not-yours']);
    const right = await server.call(
      createRelatedPerson,
      {
        body: {
          patientId: child.patientId,
          relationship: 'PRN',
          given: dana.given,
          family: dana.family,
          birthDate: dana.birthDate,
          email: me.email,
        },
      },
      { credential: clinic.secretKey },
    );
    const parent = await signIn(server, clinic, me.email);
    await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, parent.as);
    const [opened] = await open(parent.as, [envelope]);
    assert.equal(opened?.opened?.actingFor, child.patientId);
    await server.call(revokeRelatedPerson, { params: { id: right.id }, body: {} }, { credential: clinic.secretKey });
    assert.deepEqual(await outcomes(parent.as, [envelope]), ['not-yours']);
  });

  it('opens for a session without a chart nothing that is about one', async () => {
    const envelope = await sealItem(await sealingOf(me), { patientId: me.patientId });
    const unlinked = await signIn(server, clinic, me.email);
    assert.deepEqual(await outcomes(unlinked.as, [envelope]), ['not-yours']);
    await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, unlinked.as);
    assert.deepEqual(await outcomes(unlinked.as, [envelope]), ['opened']);
  });

  it('leaves a row that names session, patient and purpose, keeps no answer and logs no word', async () => {
    const { database } = server.open;
    const before = await database.selectFrom('idempotency_key').select('key').execute();
    const envelope = await sealItem(await sealingOf(me), { patientId: me.patientId });
    await open(me, [envelope]);
    const row = await database
      .selectFrom('audit_event')
      .select(['action', 'purpose', 'patient_id', 'resource_id', 'principal'])
      .orderBy('occurred_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    const session = await server.call(getCurrentSession, {}, { credential: me.credential });
    assert.deepEqual(row, {
      action: 'openSealedItems',
      purpose: 'PATRQT',
      patient_id: me.patientId,
      resource_id: session.id,
      principal: `person:${session.sealing.owner}`,
    });
    const kept = await database.selectFrom('idempotency_key').select('key').execute();
    assert.equal(kept.length, before.length);
    assert.doesNotMatch(server.logLines.join('\n'), /PLANTED|eyJ/);
  });

  it('keeps the private half sealed', async () => {
    const { rows } = await sql<{ row: string }>`select encode(sealed, 'escape') as row from sealing_key`.execute(
      server.open.database,
    );
    assert.ok(rows.length > 0);
    assert.doesNotMatch(rows.map(({ row }) => row).join(), /"d"/);
  });

  it('takes so many envelopes, and so many bytes, at once', async () => {
    const envelope = await sealItem(await sealingOf(me));
    const ask = async (envelopes: string[]) =>
      (await server.answer(openSealedItems, { body: { envelopes } }, { credential: me.credential })).status;
    assert.equal(await ask(Array.from({ length: openAtOnce.envelopes }, () => envelope)), 200);
    assert.equal(await ask(Array.from({ length: openAtOnce.envelopes + 1 }, () => envelope)), 422);
    const large = await sealItem(await sealingOf(me), { content: 'x'.repeat(24_000) });
    assert.equal(await ask([large]), 200);
    assert.equal(await ask([large, large]), 422);
    assert.equal(await ask([]), 422);
  });
});
