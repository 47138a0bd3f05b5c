import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, ownForm } from '../app.fixture.ts';
import { appointmentOf } from '../reference-server.fixture.ts';

const key = '11111111-2222-4333-8444-555555555555';
const fields = { date: '2026-11-26', locationId: '', key };
const withPatient = (given: string) => ({ patient: { ...appointmentOf().patient, given } });

describe('the day', () => {
  test("shows today's appointments in the location's zone, over all pages", async () => {
    const { app } = appOf({
      appointments: [
        appointmentOf(),
        appointmentOf({
          id: 'apt_0002',
          locationId: 'loc_harbor',
          timeZone: 'America/New_York',
          start: '2026-11-26T09:00:00-05:00',
          end: '2026-11-26T09:30:00-05:00',
          ...withPatient('Ansel'),
        }),
      ],
    });
    const response = await app.request('/staff');
    const text = (await response.text()).replaceAll(/\s/g, ' ');
    assert.equal(response.status, 200);
    assert.match(text, /Thursday, November 26, 2026/);
    assert.match(text, />10:00 AM CST<.*to 10:45 AM</);
    assert.match(text, />9:00 AM EST<.*to 9:30 AM</);
    assert.ok(text.indexOf('Ansel') < text.indexOf('Dana'), 'eight in Chicago comes before ten');
  });

  test('an unexpected name is text', async () => {
    const { app } = appOf({ appointments: [appointmentOf(withPatient('<img src=x onerror=alert(1)>'))] });
    const text = await (await app.request('/staff')).text();
    assert.ok(text.includes('&lt;img src=x onerror=alert(1)&gt;'));
    assert.equal(text.includes('<img'), false);
  });

  test('an empty day says so', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    assert.match(await (await app.request('/staff?date=2026-11-27')).text(), /No appointments/);
  });

  test('one location hides the other', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    assert.doesNotMatch(await (await app.request('/staff?date=2026-11-26&locationId=loc_harbor')).text(), /Dana/);
  });

  test('names a missed visit only after its start', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    assert.doesNotMatch(await (await app.request('/staff')).text(), /No-show/);
    const begun = appOf({ appointments: [appointmentOf({ start: '2026-11-26T08:30:00-06:00' })] });
    assert.match(await (await begun.app.request('/staff')).text(), /No-show/);
  });

  test('is kept by nobody, framed by nobody and runs no script', async () => {
    const { headers } = await appOf().app.request('/staff');
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.equal(headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    const policy = headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /script-src|unsafe/);
  });

  test('a date that does not exist is refused in words', async () => {
    const response = await appOf().app.request('/staff?date=2026-02-30');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /No such date/);
  });

  test('a dead database is told in words', async () => {
    const { app, errors } = appOf({ databaseIsDown: true });
    const response = await app.request('/staff');
    assert.equal(response.status, 503);
    assert.match(await response.text(), /database cannot be reached/);
    assert.equal(errors.length, 1);
  });
});

describe('a note', () => {
  test("goes to the API under the form's key and comes back to the row", async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    const response = await app.request('/staff/appointments/apt_dana0001/arrive', ownForm(fields));
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('Location'), '/staff?date=2026-11-26#apt_dana0001');
    assert.deepEqual(notes, [`arrive apt_dana0001 ${key}`]);
  });

  test('that the API refuses comes back as a message', async () => {
    const { app } = appOf({ appointments: [appointmentOf()], refuse: 'appointment-status-conflict' });
    const response = await app.request('/staff/appointments/apt_dana0001/arrive', ownForm(fields));
    const back = response.headers.get('Location') ?? '';
    assert.match(await (await app.request(back)).text(), /role="alert">Not changed: that is no longer possible/);
  });

  test('from an address cannot put words on the page', async () => {
    const text = await (await appOf().app.request('/staff?problem=%3Cb%3ESend+money')).text();
    assert.match(text, /Not changed: the server refused/);
    assert.doesNotMatch(text, /Send money/);
  });

  const foreign: readonly (readonly [string, Record<string, string>])[] = [
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'http://evil.example' }],
    ['another port of this machine', { 'Sec-Fetch-Site': 'same-site', Origin: 'http://localhost:9999' }],
    ['a browser that says nothing of where it comes from', {}],
    ['an old browser on another site', { Origin: 'http://evil.example' }],
  ];
  for (const [what, headers] of foreign) {
    test(`from ${what} is refused`, async () => {
      const { app, notes } = appOf({ appointments: [appointmentOf()] });
      const form = ownForm(fields);
      const response = await app.request('/staff/appointments/apt_dana0001/arrive', {
        ...form,
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      });
      assert.equal(response.status, 403);
      assert.deepEqual(notes, []);
    });
  }

  test('from an old browser on this site is taken', async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    await app.request('/staff/appointments/apt_dana0001/arrive', {
      ...ownForm(fields),
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'http://localhost' },
    });
    assert.equal(notes.length, 1);
  });

  test('without its key is refused', async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    const response = await app.request('/staff/appointments/apt_dana0001/arrive', ownForm({ date: '2026-11-26' }));
    assert.equal(response.status, 400);
    assert.deepEqual(notes, []);
  });
});
