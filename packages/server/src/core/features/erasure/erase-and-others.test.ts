import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  createRelatedPerson,
  erasePatient,
  getCurrentSession,
  listAuditEvents,
  listRelatedPersons,
  matchCurrentSession,
  revokeRelatedPerson,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';
import { pruneSignIns } from '../sign-in/prune-sign-ins.ts';
import { type ErasureList, replayErasures } from './erasure-list.ts';

describe(`what an erasure takes from others on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  const lines: string[] = [];
  const list: ErasureList = {
    append: (line) => Promise.resolve(void lines.push(line)),
    async *read() {
      yield* lines;
    },
  };
  before(async () => {
    server = await openTestServer({ core: { erasureList: list } });
    clinic = await setUpClinic(server);
  });
  after(() => server.close());
  beforeEach(() => void (lines.length = 0));

  let next = 0;
  const book = async (patient = dana) =>
    bookSlot(server, clinic, nth(await openSlots(server, clinic), (next += 3)), patient);
  const staff = () => ({ credential: clinic.secretKey });
  const erase = (id: string) => server.call(erasePatient, { params: { id }, body: {} }, staff());
  const rightsFor = async (patientId: string) =>
    (await server.call(listRelatedPersons, { query: { patientId } }, staff())).data;

  let families = 0;
  /** A child, and a carer who may act for it; the carer is nobody's patient yet. */
  async function family() {
    families += 1;
    const { patient: child } = await book({ ...dana, birthDate: '2018-01-01', email: `home-${families}@example.org` });
    const carer = { given: 'Cara', family: 'Ng', birthDate: '1980-02-02', email: `cara-${families}@example.org` };
    const right = { patientId: child.id, ...carer, relationship: 'PRN' as const, mayChange: true };
    const { id } = await server.call(createRelatedPerson, { body: right }, staff());
    return { childId: child.id, carer, rightId: id };
  }
  /** What the clinic or its person has said of themself, and no visitor. */
  const verify = (id: string) => sql`update patient set verified = true where id = ${id}`.execute(server.open.database);
  const signedIn = async ({ email, birthDate }: { email: string; birthDate: string }) => {
    const session = await signIn(server, clinic, email);
    await server.call(matchCurrentSession, { body: { birthDate } }, session.as);
    return session;
  };

  it('is nothing where a stranger had typed their address and birth date: right and session stay', async () => {
    const { childId, carer, rightId } = await family();
    const session = await signedIn(carer);
    const typed = await book({ ...dana, ...carer, given: 'Some', family: 'Body' });
    await erase(typed.patient.id);
    assert.deepEqual(
      (await rightsFor(childId)).map(({ id, revokedAt }) => [id, revokedAt]),
      [[rightId, null]],
    );
    const { actsFor } = await server.call(getCurrentSession, {}, session.as);
    assert.deepEqual(
      actsFor.map(({ patientId }) => patientId),
      [childId],
    );
  });

  it('is nothing where a stranger typed them before they signed in, though it is the chart that they find: right and session stay', async () => {
    const { childId, carer, rightId } = await family();
    const typed = await book({ ...dana, ...carer, given: 'Mallory', family: 'Stranger' });
    const session = await signedIn(carer);
    assert.equal((await server.call(getCurrentSession, {}, session.as)).patient?.id, typed.patient.id);
    await erase(typed.patient.id);
    assert.deepEqual(
      (await rightsFor(childId)).map(({ id, revokedAt }) => [id, revokedAt]),
      [[rightId, null]],
    );
    const { actsFor, patient } = await server.call(getCurrentSession, {}, session.as);
    assert.deepEqual([actsFor.map(({ patientId }) => patientId), patient], [[childId], null]);
  });

  it('is not who acts for another, where they share a mailbox with whom is erased or are reached for them', async () => {
    const contact = { relationship: 'PRN', given: 'Pa', family: 'Rent' } as const;
    const erased = [
      { ...dana, given: 'Kid', birthDate: '2015-01-01', contact },
      { ...dana, given: 'Grandpa', birthDate: '1945-01-01' },
    ];
    for (const someone of erased) {
      const { childId, carer } = await family();
      const { patient } = await book({ ...someone, email: carer.email });
      await verify(patient.id);
      const byDate = await signedIn(carer);
      // who gave no birth date yet shares the person's row as well
      const byAddress = await signIn(server, clinic, carer.email);
      const theirs = await signedIn({ email: carer.email, birthDate: someone.birthDate });
      await erase(patient.id);
      const { actsFor, sealing } = await server.call(getCurrentSession, {}, byDate.as);
      assert.deepEqual(
        actsFor.map(({ patientId }) => patientId),
        [childId],
      );
      assert.equal(sealing.owner, byDate.session.sealing.owner, 'what their device keeps opens still');
      assert.equal((await server.answer(getCurrentSession, {}, byAddress.as)).status, 200);
      const isErased = someone.given === 'Grandpa';
      assert.equal((await server.answer(getCurrentSession, {}, theirs.as)).status, isErased ? 401 : 200);
    }
  });

  it('is who has nothing else there: an address that acts for nobody any more goes', async () => {
    const { carer, rightId } = await family();
    const { patient } = await book({ ...dana, given: 'Grandpa', birthDate: '1945-01-01', email: carer.email });
    await verify(patient.id);
    const { as } = await signedIn(carer);
    await server.call(revokeRelatedPerson, { params: { id: rightId }, body: {} }, staff());
    await erase(patient.id);
    assert.equal((await server.answer(getCurrentSession, {}, as)).status, 401);
  });

  it('is the right in another chart that names the erased, who were said to be a patient by another address', async () => {
    const { childId } = await family();
    const self = { given: 'Dana', family: 'Reyes', birthDate: '1971-06-07', email: 'apart@elsewhere.example' };
    const { patient } = await book({ ...dana, birthDate: self.birthDate, email: 'of-the-chart@example.org' });
    for (const [patientId, relationship] of [
      [patient.id, 'ONESELF'],
      [childId, 'PRN'],
    ] as const)
      await server.call(createRelatedPerson, { body: { patientId, ...self, relationship, mayChange: true } }, staff());
    assert.equal((await rightsFor(childId)).length, 2);
    await erase(patient.id);
    assert.deepEqual(
      (await rightsFor(childId)).map(({ given }) => given),
      ['Cara'],
    );
  });

  it('is nothing where they have another chart: the erased one was a duplicate', async () => {
    const { childId, carer, rightId } = await family();
    const own = await book({ ...dana, ...carer });
    await signedIn(carer);
    const second = await book({ ...dana, ...carer });
    await verify(second.patient.id);
    await erase(second.patient.id);
    assert.deepEqual(
      (await rightsFor(childId)).map(({ id }) => id),
      [rightId],
    );
    assert.notEqual(own.patient.id, second.patient.id);
  });

  it('is the right that named them, where they are erased themselves; whom they acted for finds it in their log', async () => {
    const { childId, carer, rightId } = await family();
    const { patient } = await book({ ...dana, ...carer });
    await verify(patient.id);
    await signedIn(carer);
    await erase(patient.id);
    assert.deepEqual(await rightsFor(childId), []);
    const { data } = await server.call(listAuditEvents, { query: { patientId: childId } }, staff());
    assert.ok(data.some(({ operation, resourceId }) => operation === 'erasePatient' && resourceId === rightId));
  });

  it('is every answer that is remembered of it', async () => {
    const { database } = server.open;
    const { childId, carer, rightId } = await family();
    const other = await family();
    const { patient } = await book({ ...dana, ...carer });
    await signedIn(carer);
    await sql`update patient set verified = true where id = ${patient.id}`.execute(database);
    await server.call(revokeRelatedPerson, { params: { id: rightId }, body: {} }, staff());
    const rememberedFor = async (id: string) => {
      const { rows } = await sql`
        select from idempotency_key where ${id} = any(patient_ids) and route like '%related-persons%'`.execute(
        database,
      );
      return rows.length;
    };
    assert.equal(await rememberedFor(childId), 2);
    await erase(patient.id);
    assert.equal(await rememberedFor(childId), 0);
    assert.equal(await rememberedFor(other.childId), 1, 'what was said of others stays');
  });

  it('stays away when a backup from before is restored beside the newest keys', async () => {
    const { database } = server.open;
    const { childId, carer } = await family();
    const { patient } = await book({ ...dana, ...carer });
    await verify(patient.id);
    await signedIn(carer);
    const rights = await database.selectFrom('related_person').selectAll().where('patient_id', '=', childId).execute();
    const chart = await database
      .selectFrom('patient')
      .selectAll()
      .where('id', '=', patient.id)
      .executeTakeFirstOrThrow();
    await erase(patient.id);
    assert.doesNotMatch(lines.join(), /Cara|cara|Ng|1980/);

    await database.deleteFrom('erasure').where('patient_id', '=', patient.id).execute();
    await sql`update patient set erased_at = null, sealed = ${chart.sealed} where id = ${patient.id}`.execute(database);
    await database.insertInto('related_person').values(rights).execute();
    assert.equal((await rightsFor(childId))[0]?.given, carer.given);
    assert.equal(await replayErasures(server.ports, list), 1);
    assert.deepEqual(await rightsFor(childId), []);
  });

  it('takes no line of the list whose rights were changed', async () => {
    const { carer } = await family();
    const { patient } = await book({ ...dana, ...carer });
    await verify(patient.id);
    await signedIn(carer);
    await erase(patient.id);
    const other = await family();
    lines[0] = (lines[0] ?? '').replace(/rel_[0-9A-Za-z_.-]+/, other.rightId);
    await assert.rejects(replayErasures(server.ports, list), { code: 'erasure-list-changed' });
    assert.equal((await rightsFor(other.childId)).length, 1);
  });

  it('leaves nobody who signed in by another address: they are kept no longer than their last session', async () => {
    const { database } = server.open;
    const { patient } = await book({ ...dana, birthDate: '1971-02-03', email: 'in-the-chart@example.org' });
    const self = { given: 'Dana', family: 'Reyes', birthDate: '1971-02-03', email: 'private@elsewhere.example' };
    const right = { patientId: patient.id, ...self, relationship: 'ONESELF' as const, mayChange: true };
    await server.call(createRelatedPerson, { body: right }, staff());
    const { session } = await signedIn(self);
    const { person_id: personId } = await database
      .selectFrom('patient_session')
      .select('person_id')
      .where('id', '=', session.id)
      .executeTakeFirstOrThrow();
    const left = async () => {
      const people = await database.selectFrom('person').select('id').where('id', '=', personId).execute();
      const keys = await database
        .selectFrom('openprm_keys.patient_key')
        .select('patient_id')
        .where('patient_id', '=', personId)
        .execute();
      return [people.length, keys.length];
    };
    const endedDaysAgo = async (days: number) => {
      await sql`update patient_session set expires_at = now() - make_interval(days => ${days}) where id = ${session.id}`.execute(
        database,
      );
      await sql`update person set created_at = now() - interval '200 days' where id = ${personId}`.execute(database);
      await pruneSignIns(database);
    };
    await endedDaysAgo(119);
    assert.deepEqual(await left(), [1, 1], 'what they sealed on a device still opens');
    await endedDaysAgo(121);
    assert.deepEqual(await left(), [0, 0]);
  });

  it('finds them by their session until then', async () => {
    const { database } = server.open;
    const { patient } = await book({ ...dana, birthDate: '1971-02-04', email: 'in-this-chart@example.org' });
    const self = { given: 'Dana', family: 'Reyes', birthDate: '1971-02-04', email: 'another@elsewhere.example' };
    const right = { patientId: patient.id, ...self, relationship: 'ONESELF' as const, mayChange: true };
    await server.call(createRelatedPerson, { body: right }, staff());
    const { session } = await signedIn(self);
    await sql`update patient_session set expires_at = now() - interval '100 days' where id = ${session.id}`.execute(
      database,
    );
    await pruneSignIns(database);
    const people = () => database.selectFrom('person').select('id').orderBy('id').execute();
    const before = (await people()).length;
    await erase(patient.id);
    assert.equal((await people()).length, before - 1);
  });
});
