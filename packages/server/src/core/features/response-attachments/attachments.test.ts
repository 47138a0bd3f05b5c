import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { sql } from 'kysely';
import {
  type FhirResource,
  attachmentBytes,
  createAppointment,
  createHold,
  createQuestionnaireResponse,
  createResponseAttachment,
  createSurvey,
  endStaffSession,
  erasePatient,
  exportSurveyResponses,
  getQuestionnaireResponse,
  getResponseAttachment,
  listAuditEvents,
  mostAttachments,
  putResponseAttachment,
  saveQuestionnaireResponse,
} from '@openprm/contract';
import { visitExperience } from '@openprm/questionnaire/instruments';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type StaffMember, enrolOwner, enrolStaff } from '../../../testing/staff.fixture.ts';
import {
  type SentFile,
  formOf,
  inviteTo,
  makeSurvey,
  sendFile,
  storeForm,
  visitAnswers,
  withFile,
  withFiles,
} from '../../../testing/survey.fixture.ts';
import { createMemoryFiles } from '../../files/memory-files.ts';
import { FilesError } from '../../files/files-error.ts';
import type { FileName, Files } from '../../ports.ts';

const words = 'PLANTED words in a file';

describe(`files of answers on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let owner: StaffMember;
  let surveyId: string;
  let people = 0;
  let isAway = false;
  /** What storage does before it answers: it hangs until the promise comes. */
  let hanging: Promise<void> | undefined;
  /** Called as soon as something hangs. */
  let onHanging = (): void => undefined;
  const kept = createMemoryFiles();
  const puts: { readonly name: FileName; readonly text: string }[] = [];
  const files: Files = {
    ...kept,
    async put(name, content) {
      if (isAway) throw new FilesError('files-unreachable', 'no answer');
      await hang();
      puts.push({ name, text: Buffer.from(content).toString('latin1') });
      await kept.put(name, content);
    },
    async get(name) {
      await hang();
      return kept.get(name);
    },
  };
  const hang = async () => {
    onHanging();
    await hanging;
  };
  /** Lets storage hang. @returns when so many requests are at it, and when one more is; and what lets it answer again */
  const letHang = (count: number) => {
    const [answer, come, more] = [0, 1, 2].map(() => Promise.withResolvers<undefined>());
    assert.ok(answer && come && more);
    let waiting = 0;
    hanging = answer.promise;
    onHanging = () => {
      waiting += 1;
      if (waiting === count) come.resolve(undefined);
      if (waiting > count) more.resolve(undefined);
    };
    return { come: come.promise, more: more.promise, goOn: () => answer.resolve(undefined) };
  };
  before(async () => {
    server = await openTestServer({ files });
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
    owner = await enrolOwner(server, clinic.tenantId, 'owner@files.example');
    const form = await storeForm(server, clinic, withFile(formOf(visitExperience)));
    surveyId = (await makeSurvey(server, clinic, form, { readers: ['owner'] })).id;
  });
  after(() => server.close());
  beforeEach(() => {
    isAway = false;
    hanging = undefined;
    onHanging = () => undefined;
    puts.length = 0;
  });

  const asClinic = () => ({ credential: clinic.secretKey });
  const begin = async (of = surveyId) => {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    const patient = { ...dana, email: `files${(people += 1)}@example.org` };
    const body = { holdId: hold.id, holdSecret: hold.secret, patient };
    const booked = await server.call(createAppointment, { body }, asClinic());
    const patientId = booked.patient?.id ?? '';
    const as = { credential: await inviteTo(server, clinic, of, patientId) };
    const { id } = await server.call(createQuestionnaireResponse, { body: { surveyId: of } }, as);
    return { id, patientId, as };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const complete = (
    { id, as }: Begun,
    sent: readonly SentFile[],
    answers = visitAnswers('completed', { wait: 'good' }),
  ) =>
    server.answer(
      saveQuestionnaireResponse,
      { params: { id }, body: { version: 1, response: withFiles(answers, sent) } },
      as,
    );
  const read = (id: string, attachmentId: string, as: { readonly credential: string } = asClinic()) =>
    server.answer(getResponseAttachment, { params: { id, attachmentId } }, as);
  const makeRoom = ({ id, as }: Begun, size = 3) =>
    server.answer(
      createResponseAttachment,
      { params: { id }, body: { attachment: { contentType: 'image/png', size } } },
      as,
    );
  const put = ({ id, as }: Begun, attachmentId: string, data: string) =>
    server.answer(putResponseAttachment, { params: { id, attachmentId }, body: { data } }, as);

  it('go sealed to object storage, and come back to those who read the answers, once they were sent', async () => {
    const begun = await begin();
    const file = await sendFile(server, begun.id, begun.as, words);
    assert.deepEqual(
      puts.map(({ name }) => name.id),
      [file.id],
    );
    assert.doesNotMatch(puts[0]?.text ?? 'PLANTED', /PLANTED/);
    assert.equal((await read(begun.id, file.id)).problem.code, 'not-found', 'nothing was sent yet');

    assert.equal((await complete(begun, [file])).status, 200);
    const { rows } = await sql<{ found: boolean }>`
      select bool_or(t::text like '%text/plain%') as found from response_attachment t`.execute(server.open.database);
    assert.deepEqual(rows, [{ found: false }], 'what it was said to be is a text of who sends');
    const { body } = await read(begun.id, file.id);
    assert.equal(Buffer.from(body.attachment.data, 'base64').toString(), words);
    assert.deepEqual({ ...body.attachment, data: '' }, { contentType: 'text/plain', size: words.length, data: '' });
    const whole = await server.call(getQuestionnaireResponse, { params: { id: begun.id } }, asClinic());
    assert.ok(JSON.stringify(whole.response).includes(file.valueAttachment.url));
    const clinician = await enrolStaff(server, owner, 'clinician', 'clinician@files.example');
    const unread = await read(begun.id, file.id, { credential: clinician.session });
    assert.equal(unread.problem.code, 'not-found', 'who was not said to read the answers');
    assert.equal((await read(begun.id, file.id, { credential: owner.session })).status, 200);
    assert.equal((await makeRoom(begun)).problem.code, 'response-completed');

    const { data } = await server.call(
      listAuditEvents,
      { query: { patientId: begun.patientId, limit: 200 } },
      asClinic(),
    );
    const acts = data.filter(({ resourceId }) => resourceId === begun.id).map(({ operation }) => operation);
    for (const act of ['createResponseAttachment', 'putResponseAttachment', 'getResponseAttachment'])
      assert.ok(acts.includes(act), act);
  });

  it('are what the answer says of them, of this response, and there', async () => {
    const begun = await begin();
    const other = await begin();
    const file = await sendFile(server, begun.id, begun.as, words);
    const theirs = await sendFile(server, other.id, other.as, words);
    const room = (await makeRoom(begun)).body;
    const place = '/body/response/item/1/answer/0/valueAttachment';
    const fault = async (sent: SentFile, change: object = {}) =>
      (
        await complete(begun, [{ ...sent, valueAttachment: { ...sent.valueAttachment, ...change } }])
      ).problem.issues?.map(({ path, code }) => `${path} ${code}`);
    assert.deepEqual(await fault(theirs), [`${place}/url no-such-attachment`]);
    assert.deepEqual(await fault(file, { url: room.url }), [`${place}/url no-such-attachment`]);
    assert.deepEqual(await fault(file, { size: 1 }), [`${place}/size custom`]);
    assert.deepEqual(await fault(file, { contentType: 'image/png' }), [`${place}/contentType custom`]);
    const foreign = { valueAttachment: { ...file.valueAttachment, url: 'https://elsewhere.example/x' }, id: 'x' };
    assert.equal((await complete(begun, [file, foreign])).status, 200, 'another address is what somebody wrote');
  });

  it('are put once, whole, and by who answers', async () => {
    const begun = await begin();
    const { id } = (await makeRoom(begun)).body;
    assert.equal((await put(begun, id, 'AAA')).problem.issues?.[0]?.path, '/body/data');
    assert.equal((await put(begun, id, 'AAAAAAAA')).problem.issues?.[0]?.path, '/body/data');
    isAway = true;
    const away = await put(begun, id, 'AAAA');
    assert.deepEqual([away.status, away.problem.code], [503, 'service-unavailable']);
    const { data } = await server.call(listAuditEvents, { query: { patientId: begun.patientId } }, asClinic());
    const [tried] = data.filter(({ operation }) => operation === 'putResponseAttachment');
    assert.deepEqual([tried?.resourceId, tried?.reason], [begun.id, 'begun'], 'what is kept of it is in the log');
    isAway = false;
    assert.equal((await put(begun, id, 'AAAA')).status, 204);
    assert.equal((await put(begun, id, 'AAAA')).status, 204, 'again, after an answer that was lost');
    assert.equal((await put(begun, id, 'AAAB')).problem.code, 'already-exists');
    const other = await begin();
    assert.equal((await put({ ...begun, as: other.as }, id, 'AAAA')).problem.code, 'not-found');
    assert.equal((await put({ ...other, id: other.id }, id, 'AAAA')).problem.code, 'not-found');
    assert.equal((await makeRoom(begun, attachmentBytes + 1)).problem.code, 'validation-failed');
    for (let more = 1; more < mostAttachments; more += 1) assert.equal((await makeRoom(begun)).status, 201);
    assert.equal((await makeRoom(begun)).problem.code, 'already-exists');
    const plain = await makeSurvey(
      server,
      clinic,
      await storeForm(server, clinic, { ...formOf(visitExperience), version: '2' }),
    );
    assert.equal((await makeRoom(await begin(plain.id))).problem.issues?.[0]?.path, '/params/id');
  });

  it(
    'hold up nobody while storage hangs: others are answered, and what is too much comes again later',
    { timeout: 10_000 },
    async (t) => {
      const begun = await begin();
      const sent = await sendFile(server, begun.id, begun.as, words);
      await complete(begun, [sent]);
      const writer = await begin();
      const rooms = [];
      for (let room = 0; room < 3; room += 1) rooms.push((await makeRoom(writer)).body.id);
      const [one = '', two = '', three = ''] = rooms;
      const { come, more, goOn } = letHang(3);
      t.after(goOn);
      const waiting = [put(writer, one, 'AAAA'), put(writer, two, 'AAAA'), read(begun.id, sent.id)] as const;
      await come;
      // one connection is all that the embedded database has, and a pool of any size is soon held by uploads
      assert.equal((await makeRoom(writer)).status, 201);
      assert.equal((await server.core.api.request('https://app.example/healthz')).status, 200);
      const tooMany = await Promise.race([put(writer, three, 'AAAA'), more]);
      assert.ok(tooMany, 'it did not get as far as storage');
      assert.deepEqual([tooMany.status, tooMany.problem.code], [503, 'service-unavailable']);
      assert.equal(tooMany.headers.get('retry-after'), '2');
      goOn();
      assert.deepEqual(
        [(await waiting[0]).status, (await waiting[1]).status, (await waiting[2]).status],
        [204, 204, 200],
      );
      assert.equal((await put(writer, three, 'AAAA')).status, 204);
    },
  );

  it(
    'are looked at anew after storage has answered: of two contents the first counts, and what was taken back is',
    { timeout: 10_000 },
    async (t) => {
      const begun = await begin();
      const { id } = (await makeRoom(begun)).body;
      const first = letHang(2);
      t.after(first.goOn);
      const same = [put(begun, id, 'AAAA'), put(begun, id, 'AAAA')];
      await first.come;
      const other = await Promise.race([put(begun, id, 'AAAB'), first.more]);
      assert.equal(other?.problem.code, 'already-exists', 'also while the first is on its way');
      first.goOn();
      assert.deepEqual(
        (await Promise.all(same)).map(({ status }) => status),
        [204, 204],
      );

      const sent = await sendFile(server, begun.id, begun.as, words);
      await complete(begun, [sent]);
      const writer = await begin();
      const late = (await makeRoom(writer)).body.id;
      const reader = await enrolStaff(server, owner, 'owner', 'reader@files.example');
      const second = letHang(2);
      t.after(second.goOn);
      const reading = read(begun.id, sent.id, { credential: reader.session });
      const writing = put(writer, late, 'AAAA');
      await second.come;
      await server.call(endStaffSession, {}, { credential: reader.session });
      await server.call(erasePatient, { params: { id: writer.patientId }, body: {} }, asClinic());
      second.goOn();
      assert.equal((await reading).problem.code, 'credential-expired');
      assert.equal((await writing).status, 401);
    },
  );

  it('of the largest size that is taken arrive whole', async () => {
    const begun = await begin();
    const text = 'x'.repeat(attachmentBytes);
    const file = await sendFile(server, begun.id, begun.as, text);
    await complete(begun, [file]);
    const { body } = await read(begun.id, file.id);
    assert.equal(Buffer.from(body.attachment.data, 'base64').equals(Buffer.from(text)), true);
  });

  it('that the complete response does not name are removed; with their patient all are', async () => {
    const begun = await begin();
    const [named, left] = [
      await sendFile(server, begun.id, begun.as, words),
      await sendFile(server, begun.id, begun.as, 'left out'),
    ];
    await complete(begun, [named]);
    const isThere = async ({ id }: SentFile) => (await kept.get({ tenantId: clinic.tenantId, id })) !== undefined;
    await server.core.runJob({ kind: 'files-sweep' });
    assert.deepEqual([await isThere(named), await isThere(left)], [true, false]);
    const copy = await kept.get({ tenantId: clinic.tenantId, id: named.id });
    assert.ok(copy);
    await server.call(erasePatient, { params: { id: begun.patientId }, body: {} }, asClinic());
    assert.equal((await read(begun.id, named.id)).problem.code, 'not-found');
    await server.core.runJob({ kind: 'files-sweep' });
    assert.equal(await isThere(named), false);
    const rows = await server.open.database
      .selectFrom('response_attachment')
      .select('id')
      .where('questionnaire_response_id', '=', begun.id)
      .execute();
    assert.deepEqual(rows, []);
  });

  it('are no more in a day than one patient sends, by whatever link', async () => {
    const begun = await begin();
    const { database } = server.open;
    assert.equal((await makeRoom(begun)).status, 201);
    const large = (bytes: number, age: string) =>
      sql`update sent_file set bytes = ${bytes}, sent_at = now() - ${age}::interval where patient_id = ${begun.patientId}`.execute(
        database,
      );
    await large(100 * 1024 * 1024 - 3, '1 hour');
    const second = { credential: await inviteTo(server, clinic, surveyId, begun.patientId) };
    const { id } = await server.call(createQuestionnaireResponse, { body: { surveyId } }, second);
    const refused = await makeRoom({ id, patientId: begun.patientId, as: second }, 4);
    assert.deepEqual([refused.status, refused.problem.code], [429, 'rate-limited']);
    assert.ok(Number(refused.headers.get('retry-after')) > 80_000);
    assert.equal((await makeRoom({ id, patientId: begun.patientId, as: second }, 3)).status, 201);
    assert.equal((await makeRoom(begun)).status, 429);
    assert.equal((await makeRoom(await begin())).status, 201, 'another patient');
    await sql`update stored_file set status = 'doomed' where patient_id = ${begun.patientId}`.execute(database);
    await server.core.runJob({ kind: 'files-sweep' });
    assert.equal((await makeRoom(begun)).status, 429, 'also of what was removed');
    await large(100 * 1024 * 1024, '25 hours');
    assert.equal((await makeRoom(begun)).status, 201, 'another day');
    await server.core.runJob({ kind: 'files-sweep' });
    const { rows } = await sql`select from sent_file where patient_id = ${begun.patientId}`.execute(database);
    assert.equal(rows.length, 1, 'what was sent another day is forgotten');
  });

  it('of a response that is never sent are removed a month later, once its link is over', async () => {
    const begun = await begin();
    const file = await sendFile(server, begun.id, begun.as, words);
    const isThere = async () => (await kept.get({ tenantId: clinic.tenantId, id: file.id })) !== undefined;
    const sweep = () => server.core.runJob({ kind: 'files-sweep' });
    const { database } = server.open;
    await sql`update stored_file set created_at = now() - interval '31 days' where id = ${file.id}`.execute(database);
    await sweep();
    assert.equal(await isThere(), true, 'its link is good');
    await sql`update survey_invitation set expires_at = now() where patient_id = ${begun.patientId}`.execute(database);
    await sql`update stored_file set created_at = now() - interval '29 days' where id = ${file.id}`.execute(database);
    await sweep();
    assert.equal(await isThere(), true, 'less than a month');
    await sql`update stored_file set created_at = now() - interval '31 days' where id = ${file.id}`.execute(database);
    await sweep();
    assert.equal(await isThere(), false);
  });

  it('of answers in confidence tell nobody whose they are', async () => {
    const form = await storeForm(server, clinic, withFile({ ...formOf(visitExperience), version: '3' }));
    const survey = await makeSurvey(server, clinic, form, { mode: 'confidential', readers: ['owner'] });
    const begun = await begin(survey.id);
    const file = await sendFile(server, begun.id, begun.as, words);
    const answers = { ...visitAnswers('completed', { wait: 'good' }), questionnaire: undefined };
    assert.equal((await complete(begun, [file], JSON.parse(JSON.stringify(answers)) as FhirResource)).status, 200);
    assert.equal((await read(begun.id, file.id)).status, 200);
    const { data } = await server.call(listAuditEvents, { query: { limit: 200 } }, asClinic());
    const joined = data.filter(
      ({ resourceId, patientId }) => (resourceId === begun.id || resourceId === file.id) && patientId !== null,
    );
    assert.deepEqual(joined, []);
    const exported = await server.call(exportSurveyResponses, { params: { id: survey.id }, query: {} }, asClinic());
    assert.ok(!JSON.stringify(exported).includes(begun.patientId));

    const plain = await storeForm(server, clinic, { ...formOf(visitExperience), version: '4' });
    const anonymous = await makeSurvey(server, clinic, plain, { mode: 'anonymous' });
    const nobody = { credential: clinic.publishableKey };
    const { id } = await server.call(createQuestionnaireResponse, { body: { surveyId: anonymous.id } }, nobody);
    assert.equal((await makeRoom({ id, patientId: '', as: nobody })).problem.code, 'permission-denied');
  });

  it('are asked for by no anonymous survey', async () => {
    const form = await storeForm(server, clinic, withFile({ ...formOf(visitExperience), version: '5' }));
    const body = {
      organizationId: clinic.organizationId,
      questionnaireId: form,
      name: 'Your visit',
      mode: 'anonymous' as const,
      readers: ['owner' as const],
      minutes: 3,
    };
    const { status, problem } = await server.answer(createSurvey, { body }, asClinic());
    assert.deepEqual([status, problem.issues?.map(({ code }) => code)], [422, ['anonymous-file']]);
    assert.match(problem.detail ?? '', /^\/item\/\d+: /);
  });

  it('in confidence say neither how they were called nor when they were made', async () => {
    const form = await storeForm(server, clinic, withFile({ ...formOf(visitExperience), version: '6' }));
    const survey = await makeSurvey(server, clinic, form, { mode: 'confidential' });
    const begun = await begin(survey.id);
    const complete = (more: Readonly<Record<string, string>>, language = 'es') => {
      const valueAttachment = { contentType: 'image/jpeg', data: 'AAAA', ...more };
      const item = [{ linkId: 'photo', answer: [{ valueAttachment }] }];
      const response = { resourceType: 'QuestionnaireResponse', status: 'completed', language, item };
      const body = { version: 1, response };
      return server.answer(saveQuestionnaireResponse, { params: { id: begun.id }, body }, begun.as);
    };
    for (const [name, value] of [
      ['title', 'Dana Reyes.jpg'],
      ['creation', '2026-11-22T22:13:01Z'],
    ] as const) {
      const { problem } = await complete({ [name]: value });
      assert.equal(problem.issues?.[0]?.path, `/body/response/item/0/answer/0/valueAttachment/${name}`);
    }
    assert.equal((await complete({}, 'Dana Reyes')).problem.issues?.[0]?.path, '/body/response/language');
    assert.equal((await complete({}, 'zh-Hant-TW')).status, 200);
  });
});
