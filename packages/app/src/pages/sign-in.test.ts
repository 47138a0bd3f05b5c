import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hono } from 'hono';
import { appOf, ownForm, tokenIn } from '../app.fixture.ts';
import type { Pretence } from '../reference-server.fixture.ts';

/** A browser: it keeps cookies, and fills in the form of the page that it opened. */
function browse(app: Hono) {
  const jar = new Map<string, string>();
  const request = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    headers.set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await app.request(path, { ...init, headers });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return {
    jar,
    request,
    async send(path: string, fields: Record<string, string>) {
      const token = tokenIn(await (await request(path)).text());
      return request(path, ownForm({ ...fields, token }));
    },
  };
}

const person = { email: 'owner@riverside.example', password: 'right' };

test('signing in ends the session that this browser had', async () => {
  const { app, notes } = appOf();
  const browser = browse(app);
  browser.jar.set('openprm-staff', 'sst_of_somebody_before');
  await browser.send('/staff/sign-in', person);
  await browser.send('/staff/code', { code: '123456', factor: 'mail' });
  assert.deepEqual(
    notes.filter((note) => note.startsWith('signed out')),
    ['signed out sst_of_somebody_before'],
  );
  assert.notEqual(browser.jar.get('openprm-staff'), 'sst_of_somebody_before');
});

describe('the first step', () => {
  test('asks for a code when the password is right', async () => {
    const browser = browse(appOf().app);
    const response = await browser.send('/staff/sign-in', person);
    assert.equal(response.headers.get('Location'), '/staff/code?by=mail');
    assert.equal(browser.jar.get('openprm-staff-step'), 'sip_pretended');
  });

  test('says no more than that the two do not match, and does not send the password back', async () => {
    const response = await browse(appOf().app).send('/staff/sign-in', { ...person, password: 'hunter2 hunter2' });
    const text = await response.text();
    assert.equal(response.status, 401);
    assert.match(text, /role="alert" tabindex="-1" autofocus>That e-mail address and password do not belong/);
    assert.match(text, /value="owner@riverside.example"/);
    assert.doesNotMatch(text, /hunter2/);
  });

  test('reads no more than a form can hold', async () => {
    const body = `email=${'a'.repeat(70_000)}`;
    const response = await appOf().app.request('/staff/sign-in', {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': String(body.length) },
      body,
    });
    assert.equal(response.status, 413);
  });

  test('says how long to wait', async () => {
    const response = await browse(appOf().app).send('/staff/sign-in', { ...person, email: 'busy@riverside.example' });
    assert.equal(response.status, 429);
    assert.equal(response.headers.get('Retry-After'), '700');
    assert.match(await response.text(), /Try again in 12 minutes\./);
  });

  test('says when too many are signing in at once, and nothing was counted', async () => {
    const response = await browse(appOf().app).send('/staff/sign-in', { ...person, email: 'crowd@riverside.example' });
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('Retry-After'), '5');
    assert.match(await response.text(), /not counted as a try/);
  });

  test('shows the demo’s people in the demo, and nobody elsewhere', async () => {
    const page = async (pretence: Pretence) => (await appOf(pretence).app.request('/staff/sign-in')).text();
    assert.match(await page({}), /owner@<wbr \/>riverside<wbr \/>\.example/);
    assert.doesNotMatch(await page({ isDemo: false }), /riverside|Demo only/);
  });

  test('asks for the clinic only where there are several', async () => {
    const page = async (pretence: Pretence, path = '/staff/sign-in') =>
      (await appOf(pretence).app.request(path)).text();
    assert.doesNotMatch(await page({}), /name="clinic"/);
    assert.match(
      await page({ hasSeveralClinics: true }, '/staff/sign-in?clinic=ten_north'),
      /name="clinic"[^>]*value="ten_north"/s,
    );
  });

  test('takes no words from the address', async () => {
    const text = await (await appOf().app.request('/staff/sign-in?ended=%3Cb%3ECall+us&problem=Call+us')).text();
    assert.doesNotMatch(text, /Call us/);
  });

  test('from another site, or without the token, is refused', async () => {
    const { app } = appOf();
    assert.equal((await app.request('/staff/sign-in', ownForm(person))).status, 403);
    const foreign = ownForm(person);
    const headers = { ...foreign.headers, 'Sec-Fetch-Site': 'cross-site' };
    assert.equal((await app.request('/staff/sign-in', { ...foreign, headers })).status, 403);
  });
});

describe('the second step', () => {
  const atCode = async (pretence: Pretence = {}) => {
    const browser = browse(appOf(pretence).app);
    await browser.send('/staff/sign-in', person);
    return browser;
  };

  test('signs in, and the cookies of the way there are gone', async () => {
    const browser = await atCode();
    const response = await browser.send('/staff/code', { code: '123456' });
    assert.equal(response.headers.get('Location'), '/staff');
    assert.deepEqual(
      [...browser.jar],
      [
        ['openprm-staff', 'sst_owner'],
        ['openprm-staff-device', 'known'],
      ],
    );
    const [cookie] = response.headers.getSetCookie().filter((text) => text.startsWith('openprm-staff=sst'));
    assert.equal(cookie, 'openprm-staff=sst_owner; Path=/; HttpOnly; SameSite=Strict');
    assert.equal((await browser.request('/staff')).status, 200);
  });

  test('leaves a cookie that says nothing of who it was, outlives signing out, and is shown at the next sign-in', async () => {
    const { app, notes } = appOf();
    const browser = browse(app);
    await browser.send('/staff/sign-in', person);
    const response = await browser.send('/staff/code', { code: '123456' });
    const [cookie] = response.headers.getSetCookie().filter((text) => text.startsWith('openprm-staff-device='));
    assert.equal(cookie, 'openprm-staff-device=known; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict');
    const token = tokenIn(await (await browser.request('/staff')).text());
    await browser.request('/staff/sign-out', ownForm({ token }));
    assert.equal(browser.jar.get('openprm-staff'), undefined);
    await browser.send('/staff/sign-in', person);
    assert.deepEqual(
      notes.filter((note) => note.startsWith('tried')),
      ['tried in a browser that keeps known'],
    );
  });

  test('says how many tries are left', async () => {
    const response = await (await atCode()).send('/staff/code', { code: '000000' });
    assert.equal(response.status, 401);
    assert.match(await response.text(), /You have 4 more tries\./);
  });

  test('takes a recovery code and says how many are left', async () => {
    const browser = await atCode();
    const response = await browser.send('/staff/code', { code: 'recovery' });
    assert.equal(response.headers.get('Location'), '/staff?recovery=3');
    assert.match(await (await browser.request('/staff?recovery=3')).text(), /You used a recovery code; 3 are left/);
    assert.doesNotMatch(await (await browser.request('/staff?recovery=%3Cb%3E')).text(), /recovery code/);
  });

  test('is not there without the first', async () => {
    const response = await appOf().app.request('/staff/code');
    assert.equal(response.headers.get('Location'), '/staff/sign-in');
  });

  test('that is over begins again', async () => {
    const browser = await atCode();
    browser.jar.set('openprm-staff-step', 'sip_of_yesterday');
    const response = await browser.send('/staff/code', { code: '123456' });
    assert.equal(response.headers.get('Location'), '/staff/sign-in?ended=step');
  });
});

describe('the cookies', () => {
  test('are Secure and of this host alone over HTTPS', async () => {
    const { app } = appOf({ isDemo: false }, undefined, 'https://visits.example');
    const response = await app.request('https://visits.example/staff/sign-in');
    assert.match(
      response.headers.get('Set-Cookie') ?? '',
      /^__Host-openprm-staff-form=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  test('are not given at all over plain HTTP that leaves this machine', async () => {
    const { app } = appOf({ isDemo: false }, undefined, 'http://visits.example');
    const response = await app.request('http://visits.example/staff/sign-in');
    assert.equal(response.status, 403);
    assert.equal(response.headers.get('Set-Cookie'), null);
    assert.match(await response.text(), /only over HTTPS/);
  });
});

describe('an invitation', () => {
  const good = { invitation: 'inv_x.y', password: 'seven grey herons wading' };

  test('leads over a password and an app to recovery codes, signed in', async () => {
    const browser = browse(appOf().app);
    const accepted = await browser.send('/staff/invitation', good);
    assert.equal(accepted.headers.get('Location'), '/staff/authenticator');
    const page = await (await browser.request('/staff/authenticator')).text();
    assert.match(page, /<svg\s+class="qr"[^]*<path fill="#000" d="M\d/);
    assert.match(page, /GEZD GNBV GY3T QOJQ/);
    const done = await browser.send('/staff/authenticator', { code: '123456' });
    assert.match(await done.text(), /k3wq-7n2x-p9fd-zt4h/);
    assert.equal((await browser.request('/staff')).status, 200);
  });

  test('says what is wrong with a password, beside it', async () => {
    const response = await browse(appOf().app).send('/staff/invitation', { ...good, password: 'short' });
    const text = await response.text();
    assert.equal(response.status, 422);
    assert.match(text, /aria-invalid="true"[^]*id="password-problem">This one is too short/);
    assert.match(text, /value="inv_x\.y"/);
  });

  test('that is not good is told in words', async () => {
    const response = await browse(appOf().app).send('/staff/invitation', { ...good, invitation: 'nonsense' });
    assert.equal(response.status, 401);
    assert.match(await response.text(), /not good any more, or not complete/);
  });

  test('without its first page is told where to begin', async () => {
    const response = await appOf().app.request('/staff/authenticator');
    assert.equal(response.status, 410);
    assert.match(await response.text(), /Open your invitation again/);
  });
});
