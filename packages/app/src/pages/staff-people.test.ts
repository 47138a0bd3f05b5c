import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, openAs, staffForm } from '../app.fixture.ts';

describe('the people', () => {
  test('are shown to an owner', async () => {
    const text = await (await openAs(appOf().app, 'owner', '/staff/people')).text();
    assert.match(text, /Sam volunteer/);
    assert.match(text, /\(you\)/);
  });

  test('are shown to nobody else', async () => {
    const response = await openAs(appOf().app, 'clinician', '/staff/people');
    assert.equal(response.status, 403);
    assert.match(await response.text(), /Only an owner/);
  });

  const key = '11111111-2222-4333-8444-555555555555';
  const newcomer = { name: 'Nia Park', email: 'nia@riverside.example', role: 'front-desk', key };

  test('grow by an invitation', async () => {
    const { app, notes } = appOf();
    const response = await app.request('/staff/people', await staffForm(app, 'owner', newcomer));
    assert.equal(response.headers.get('Location'), '/staff/people?done=invited');
    const { key: _key, ...body } = newcomer;
    assert.deepEqual(notes, [`POST /v1/staff ${JSON.stringify(body)}`]);
  });

  test('keep what was typed when an invitation is refused', async () => {
    for (const [pretence, changes] of [
      [{ refuse: 'already-exists' }, {}],
      [{}, { email: 'nia' }],
    ] as const) {
      const { app, notes } = appOf(pretence);
      const response = await app.request('/staff/people', await staffForm(app, 'owner', { ...newcomer, ...changes }));
      const text = await response.text();
      assert.equal(response.status, 422);
      assert.match(text, /role="alert"[^>]*>Not invited/);
      assert.match(text, /value="Nia Park"/);
      assert.deepEqual(notes, []);
    }
  });

  const acts: readonly (readonly [string, Record<string, string>, string])[] = [
    ['role', { role: 'owner' }, 'PATCH /v1/staff/stf_1 {"role":"owner"}'],
    ['suspend', {}, 'PATCH /v1/staff/stf_1 {"status":"suspended"}'],
    ['open', {}, 'PATCH /v1/staff/stf_1 {"status":"active"}'],
    ['invite', { key }, 'POST /v1/staff/stf_1/invite {}'],
    ['sign-out', { key }, 'POST /v1/staff/stf_1/sign-out {}'],
  ];
  for (const [act, fields, note] of acts) {
    test(`are changed: ${act}`, async () => {
      const { app, notes } = appOf();
      const response = await app.request(`/staff/people/stf_1/${act}`, await staffForm(app, 'owner', fields));
      assert.match(response.headers.get('Location') ?? '', /^\/staff\/people\?done=[\w-]+#stf_1$/);
      assert.deepEqual(notes, [note]);
    });
  }

  test('are not changed to a role that does not exist', async () => {
    const { app, notes } = appOf();
    const form = await staffForm(app, 'owner', { role: 'king' });
    assert.equal((await app.request('/staff/people/stf_1/role', form)).status, 404);
    assert.deepEqual(notes, []);
  });

  test('are told why not', async () => {
    const { app } = appOf({ refuse: 'owner-required' });
    const response = await app.request('/staff/people/stf_1/suspend', await staffForm(app, 'owner', {}));
    const back = response.headers.get('Location') ?? '';
    assert.match(await (await openAs(app, 'owner', back)).text(), /the clinic needs an owner who can sign in/);
  });
});
