import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, cookieOf, openAs, staffForm } from '../app.fixture.ts';

describe('changing one’s own password', () => {
  const send = async (path: string, fields: Record<string, string>, step = '') => {
    const { app } = appOf();
    const form = await staffForm(app, 'clinician', fields);
    const headers = { ...form.headers, Cookie: `${cookieOf('clinician')}${step}` };
    return app.request(path, { ...form, headers });
  };
  const next = 'nine amber lanterns adrift';

  test('asks for the present one and a code, and goes on with a new session', async () => {
    const first = await send('/staff/account', { current: 'right', next });
    assert.equal(first.headers.get('Location'), '/staff/account/code?by=totp');
    assert.match(first.headers.get('Set-Cookie') ?? '', /^openprm-staff-step=sip_changing/);
    const step = '; openprm-staff-step=sip_changing';
    const wrong = await send('/staff/account/code', { code: '000000', factor: 'totp' }, step);
    assert.equal(wrong.status, 401);
    assert.match(await wrong.text(), /You have one more try/);
    const right = await send('/staff/account/code', { code: '123456', factor: 'totp' }, step);
    assert.equal(right.headers.get('Location'), '/staff/account?done=changed');
    assert.match(right.headers.get('Set-Cookie') ?? '', /openprm-staff=sst_owner/);
  });

  test('says what is wrong at the field, and shows no password again', async () => {
    const refused = await send('/staff/account', { current: 'wrong', next });
    assert.equal(refused.status, 401);
    const text = await refused.text();
    assert.match(text, /id="current-problem">This is not the password/);
    assert.doesNotMatch(text, /nine amber/);
    assert.match(
      await (await send('/staff/account', { current: 'right', next: 'short' })).text(),
      /id="next-problem">This one is too short/,
    );
    const over = await send('/staff/account/code', { code: '123456', factor: 'totp' });
    assert.equal(over.headers.get('Location'), '/staff/account?ended=step');
    const { app } = appOf();
    assert.match(await (await openAs(app, 'clinician', '/staff/account?ended=step')).text(), /Begin again/);
    assert.equal((await openAs(app, 'clinician', '/staff/account/code')).headers.get('Location'), '/staff/account');
  });
});
