import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, openAs, staffForm } from '../app.fixture.ts';
import { relatedPersonOf } from '../reference-server.fixture.ts';

describe('finding a patient', () => {
  const send = async (fields: Record<string, string>, role: 'front-desk' | 'volunteer' = 'front-desk') => {
    const { app, notes } = appOf();
    const response = await app.request('/staff/patients', await staffForm(app, role, fields));
    return { response, text: await response.text(), notes };
  };

  test('asks the API for a whole name with its date of birth, and shows who was found', async () => {
    const { text, notes } = await send({
      given: ' Dana ',
      family: 'Reyes',
      birthDate: '1988-03-14',
      phone: '1',
      email: '',
    });
    assert.deepEqual(notes, ['search {"given":"Dana","family":"Reyes","birthDate":"1988-03-14"}']);
    assert.match(text, /One patient found/);
    assert.match(text, /Dana Reyes[^]*born Mar 14, 1988[^]*From an anonymous booking/);
  });

  test('asks for a telephone number or an e-mail address alone', async () => {
    assert.deepEqual((await send({ phone: '(555) 010-1234' })).notes, ['search {"phone":"(555) 010-1234"}']);
    assert.deepEqual((await send({ email: 'dana@example.org' })).notes, ['search {"email":"dana@example.org"}']);
  });

  test('asks for a number alone, which leads to the page of the patient', async () => {
    const { text, notes } = await send({ number: 'pat_dana' });
    assert.deepEqual(notes, []);
    assert.match(text, /href="\/staff\/patients\/pat_dana">Dana Reyes</);
    assert.match((await send({ number: 'pat_nobody' })).text, /Nobody found/);
  });

  test('takes no number together with something else, and keeps what was typed', async () => {
    const { text, notes } = await send({ number: 'pat_dana', email: 'dana@example.org' });
    assert.deepEqual(notes, []);
    assert.match(text, /A number is searched by itself/);
    assert.match(text, /value="dana@example\.org"/);
  });

  test('says so when there is nobody', async () => {
    assert.match((await send({ email: 'nobody@example.org' })).text, /Nobody found/);
  });

  test('says what is missing and keeps what was typed', async () => {
    for (const fields of [{}, { given: 'Dana', family: 'Reyes' }, { phone: '12' }]) {
      const { response, text, notes } = await send(fields);
      assert.equal(response.status, 422);
      assert.match(text, /role="alert"[^>]*>Give first name/);
      assert.deepEqual(notes, []);
    }
    assert.match((await send({ given: 'Dana' })).text, /value="Dana"/);
  });

  test('is not for a volunteer', async () => {
    const { app } = appOf();
    assert.equal((await openAs(app, 'volunteer', '/staff/patients')).status, 403);
    assert.equal((await openAs(app, 'front-desk', '/staff/patients')).status, 200);
    assert.doesNotMatch(await (await openAs(app, 'volunteer')).text(), /\/staff\/patients/);
  });
});

describe('the page of a patient', () => {
  const address = '/staff/patients/pat_dana';
  const key = '11111111-2222-4333-8444-555555555555';
  const robin = {
    relationship: 'PRN',
    given: 'Robin',
    family: 'Reyes',
    birthDate: '1960-01-02',
    email: 'robin@example.org',
    scope: 'change',
    start: '',
    end: '2027-03-14',
    reason: 'patient-request',
    key,
  };
  const send = async (path: string, fields: Record<string, string>, pretence: Parameters<typeof appOf>[0] = {}) => {
    const { app, notes } = appOf(pretence);
    const response = await app.request(`${address}${path}`, await staffForm(app, 'front-desk', fields));
    return { app, response, notes, text: await response.text() };
  };

  test('says who acts for them, within which scope and until when, and why', async () => {
    const people = [
      relatedPersonOf(),
      relatedPersonOf({
        id: 'rel_2',
        relationship: 'FRND',
        given: 'Fay',
        mayChange: false,
        start: '2027-01-01',
        end: null,
      }),
      relatedPersonOf({ id: 'rel_3', given: 'Old', revokedAt: '2026-11-02T03:00:00Z', revocationReason: 'safety' }),
      relatedPersonOf({ id: 'rel_4', given: 'Late', end: '2026-11-20' }),
      relatedPersonOf({ id: 'rel_5', relationship: 'ONESELF', given: 'Dana', email: 'dana2@example.org', end: null }),
    ];
    const text = (await (await openAs(appOf({ people }).app, 'front-desk', address)).text()).replaceAll(/\s+/g, ' ');
    assert.match(
      text,
      /Robin Reyes <span class="muted">\(parent\)<\/span>.*Books, moves and cancels · until Mar 14, 2027/,
    );
    assert.match(text, /Given: the patient asked for it/);
    assert.match(text, /Fay Reyes.*Reads only · from Jan 1, 2027 without an end/);
    assert.match(text, /2 have ended.*ended Nov 1, 2026.*Ended: to protect the patient.*ended Nov 20, 2026/);
    assert.match(text, /Who signs in as Dana Reyes.*dana2@example\.org/);
    assert.equal(text.match(/\/end"/g)?.length, 3, 'what is over cannot end again');
  });

  test('lets somebody act, once for a double press', async () => {
    const { response, notes } = await send('/people', robin);
    assert.equal(response.headers.get('Location'), `${address}?done=added`);
    const { scope: _scope, start: _start, key: _key, ...body } = robin;
    assert.deepEqual(
      notes.map((note) => JSON.parse(note.slice(note.indexOf('{'))) as unknown),
      [{ ...body, patientId: 'pat_dana', mayChange: true }],
    );
  });

  test('links who signs in under another address', async () => {
    const { notes } = await send('/links', {
      email: 'd@example.org',
      birthDate: '1988-03-14',
      end: '',
      reason: 'identity-shown',
      key,
    });
    assert.deepEqual(
      notes.map((note) => JSON.parse(note.slice(note.indexOf('{'))) as unknown),
      [
        {
          relationship: 'ONESELF',
          given: 'Dana',
          family: 'Reyes',
          birthDate: '1988-03-14',
          email: 'd@example.org',
          reason: 'identity-shown',
          patientId: 'pat_dana',
          mayChange: true,
        },
      ],
    );
  });

  test('says what is missing, and keeps what was typed', async () => {
    for (const [changes, problem] of [
      [{ reason: '' }, /fill in every field/],
      [{ relationship: 'ONESELF' }, /fill in every field/],
      [{ start: '2027-04-01' }, /the last day is before the first/],
    ] as const) {
      const { response, text, notes } = await send('/people', { ...robin, ...changes });
      assert.equal(response.status, 422);
      assert.match(text, problem);
      assert.match(text, /value="robin@example.org"/);
      assert.deepEqual(notes, []);
    }
  });

  test('ends a right with its reason, and signs out everywhere', async () => {
    assert.deepEqual((await send('/people/rel_robin0001/end', { reason: 'safety', key })).notes, [
      'POST /v1/related-persons/rel_robin0001/revoke {"reason":"safety"}',
    ]);
    const without = await send('/people/rel_robin0001/end', { reason: '', key });
    assert.match(without.text, /say why it ends/);
    assert.deepEqual(without.notes, []);
    assert.deepEqual((await send('/sign-out', { key })).notes, ['POST /v1/patients/pat_dana/end-sessions {}']);
  });

  test('ends what cannot be read: a right, and the sessions of a patient', async () => {
    const damaged = ['rel_lost0001'];
    for (const unreadable of [false, true]) {
      const { app } = appOf({ damaged, unreadable, people: [relatedPersonOf()] });
      const response = await openAs(app, 'front-desk', address);
      assert.equal(response.status, 200);
      const text = (await response.text()).replaceAll(/\s+/g, ' ');
      assert.match(text, unreadable ? /2 records cannot be read/ : /1 record cannot be read/);
      assert.match(text, /Rights that cannot be read.*rel_lost0001.*people\/rel_lost0001\/end"/);
      assert.match(text, /Robin Reyes.*people\/rel_robin0001\/end"/);
      assert.match(text, /pat_dana\/sign-out".*Sign out everywhere/);
      assert.equal(text.includes('Let somebody act'), !unreadable, 'which needs the record');
    }
    assert.deepEqual((await send('/people/rel_lost0001/end', { reason: 'safety', key }, { damaged })).notes, [
      'POST /v1/related-persons/rel_lost0001/revoke {"reason":"safety"}',
    ]);
    const { app } = appOf({ unreadable: true });
    const found = await app.request('/staff/patients', await staffForm(app, 'front-desk', { number: 'pat_dana' }));
    assert.equal(found.headers.get('Location'), address);
  });

  test('is told why not', async () => {
    const { app, response } = await send('/people', robin, { refuse: 'permission-denied' });
    const back = response.headers.get('Location') ?? '';
    assert.match(await (await openAs(app, 'front-desk', back)).text(), /your role does not allow that/);
  });

  test('is not for a volunteer, nor of nobody', async () => {
    assert.equal((await openAs(appOf().app, 'volunteer', address)).status, 403);
    assert.equal((await openAs(appOf().app, 'owner', '/staff/patients/pat_nobody')).status, 404);
  });
});
