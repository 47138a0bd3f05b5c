import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, openAs, staffForm } from '../app.fixture.ts';

const page = '/staff/account/sessions';

describe('where one is signed in', () => {
  test('is shown in the time of the clinic’s first place, this browser marked', async () => {
    const text = await (await openAs(appOf({ isElsewhere: true }).app, 'clinician', page)).text();
    assert.match(text, /This browser/);
    assert.match(text, /Another browser/);
    assert.match(text, /Thu, Nov 26, 9:00 AM/);
    assert.equal(text.match(/End this/g)?.length, 1, 'this one is ended by signing out');
    assert.match(text, /Sign out everywhere but here/);
  });

  test('is nowhere else', async () => {
    const text = await (await openAs(appOf().app, 'volunteer', page)).text();
    assert.match(text, /You are signed in nowhere else/);
    assert.doesNotMatch(text, /everywhere but here/);
  });

  test('is ended, one or all others', async () => {
    for (const [path, done, note] of [
      [`${page}/ses_there001`, 'one', 'DELETE /v1/staff-sessions/ses_there001'],
      [page, 'others', 'DELETE /v1/staff-sessions/others'],
    ] as const) {
      const { app, notes } = appOf({ isElsewhere: true });
      const response = await app.request(path, await staffForm(app, 'clinician', {}));
      assert.equal(response.headers.get('Location'), `${page}?done=${done}`);
      assert.deepEqual(notes, [note]);
    }
  });

  test('is told when it had ended already', async () => {
    const { app } = appOf({ refuse: 'not-found' });
    const response = await app.request(`${page}/ses_there001`, await staffForm(app, 'clinician', {}));
    const back = response.headers.get('Location') ?? '';
    assert.match(await (await openAs(app, 'clinician', back)).text(), /role="alert"[^>]*>That had ended already/);
  });
});
