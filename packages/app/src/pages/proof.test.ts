import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, cookieOf, staffForm, tokenIn } from '../app.fixture.ts';

const key = '11111111-2222-4333-8444-555555555555';
const newcomer = { name: 'Nia "N" <Park>', email: 'nia@riverside.example', role: 'front-desk', key };

/** What a form of a page carries in hidden fields. */
const hiddenIn = (page: string) =>
  Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'),
    ]),
  );

describe('a code before a grave act', () => {
  const { app, notes } = appOf({ refuse: 'reauthentication-required' });
  const invite = async () => app.request('/staff/people', await staffForm(app, 'owner', newcomer));
  const send = async (fields: Record<string, string>, cookies = '; openprm-staff-proof=sip_proving') => {
    const form = await staffForm(app, 'owner', fields);
    return app.request('/staff/proof', { ...form, headers: { ...form.headers, Cookie: cookieOf('owner') + cookies } });
  };

  test('is asked for in place of a refusal, and the page has all that was typed', async () => {
    const response = await invite();
    assert.equal(response.status, 403);
    assert.match(response.headers.get('Set-Cookie') ?? '', /openprm-staff-proof=sip_proving/);
    assert.match(response.headers.get('Cache-Control') ?? '', /no-store/);
    const text = await response.text();
    assert.match(text, /<h1>Enter a code to go on<\/h1>/);
    assert.match(text, /autocomplete="one-time-code"/);
    assert.match(text, /<a href="\/staff\/people">Do not go on/);
    const { token, ...fields } = hiddenIn(text);
    assert.equal(token, tokenIn(text));
    assert.deepEqual(fields, { ...newcomer, 'proof-path': '/staff/people', 'proof-factor': 'totp' });
    assert.deepEqual(notes, []);
  });

  test('sends the form again to where it was for, by a new session', async () => {
    const { token: _token, ...fields } = hiddenIn(await (await invite()).text());
    const response = await send({ ...fields, 'proof-code': '123456' });
    assert.equal(response.status, 307);
    assert.equal(response.headers.get('Location'), '/staff/people');
    const cookies = response.headers.getSetCookie().join('\n');
    assert.match(cookies, /^openprm-staff=sst_owner/m);
    assert.match(cookies, /^openprm-staff-form=sst_owner/m, 'forms of pages that are open stay good');
    assert.match(cookies, /^openprm-staff-proof=;/m);
  });

  test('is asked for again when it is wrong or old, with all that was typed', async () => {
    const { token: _token, ...fields } = hiddenIn(await (await invite()).text());
    for (const [cookies, status, words] of [
      ['; openprm-staff-proof=sip_proving', 401, /role="alert"[^>]*>That code is not right.*one more try/],
      ['', 403, /role="alert"[^>]*>That took too long/],
    ] as const) {
      const response = await send({ ...fields, 'proof-code': '000000' }, cookies);
      assert.equal(response.status, status);
      const text = await response.text();
      assert.match(text, words);
      const { token: _own, ...kept } = hiddenIn(text);
      assert.deepEqual(kept, fields);
    }
  });

  test('leads back from a form about somebody to the page where it stands', async () => {
    const form = await staffForm(app, 'owner', { role: 'clinician' });
    const text = await (await app.request('/staff/people/stf_1/role', form)).text();
    assert.match(text, /<a href="\/staff\/people">Do not go on/);
    assert.equal(hiddenIn(text)['proof-path'], '/staff/people/stf_1/role');
  });

  test('leads nowhere else', async () => {
    for (const path of [
      'https://elsewhere.example/',
      '//elsewhere.example',
      '/staff/../v1',
      '/outbox',
      '/staff/a?b',
      '',
    ]) {
      const response = await send({ 'proof-path': path, 'proof-code': '123456', 'proof-factor': 'totp' });
      assert.equal(response.status, 404, path);
      assert.equal(response.headers.get('Set-Cookie'), null);
    }
  });

  test('is asked for by nobody who comes by the address', async () => {
    const response = await app.request('/staff/proof', { headers: { Cookie: cookieOf('owner') } });
    assert.equal(response.headers.get('Location'), '/staff');
  });
});
