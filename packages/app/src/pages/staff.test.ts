import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, cookieOf, openAs, staffForm } from '../app.fixture.ts';
import { appointmentOf, patientOf } from '../reference-server.fixture.ts';

const key = '11111111-2222-4333-8444-555555555555';
const fields = { date: '2026-11-26', locationId: '', key };
const withPatient = (given: string) => ({ patient: patientOf(given) });

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
    const response = await openAs(app, 'front-desk', '/staff');
    const text = (await response.text()).replaceAll(/\s/g, ' ');
    assert.equal(response.status, 200);
    assert.match(text, /Thursday, November 26, 2026/);
    assert.match(text, />10:00 AM CST<.*to 10:45 AM</);
    assert.match(text, />9:00 AM EST<.*to 9:30 AM</);
    assert.ok(text.indexOf('Ansel') < text.indexOf('Dana'), 'eight in Chicago comes before ten');
  });

  test('an unexpected name is text', async () => {
    const { app } = appOf({ appointments: [appointmentOf(withPatient('<img src=x onerror=alert(1)>'))] });
    const text = await (await openAs(app, 'front-desk', '/staff')).text();
    assert.ok(text.includes('&lt;img src=x onerror=alert(1)&gt;'));
    assert.equal(text.includes('<img'), false);
  });

  test('an empty day says so', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    assert.match(await (await openAs(app, 'front-desk', '/staff?date=2026-11-27')).text(), /No appointments/);
  });

  test('one location hides the other', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    assert.doesNotMatch(
      await (await openAs(app, 'front-desk', '/staff?date=2026-11-26&locationId=loc_harbor')).text(),
      /Dana/,
    );
  });

  test('names a missed visit only after its start', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    assert.doesNotMatch(await (await openAs(app, 'front-desk', '/staff')).text(), /No-show/);
    const begun = appOf({ appointments: [appointmentOf({ start: '2026-11-26T08:30:00-06:00' })] });
    assert.match(await (await openAs(begun.app, 'front-desk')).text(), /No-show/);
  });

  test('is kept by nobody, framed by nobody and runs only a script of ours', async () => {
    const { headers } = await openAs(appOf().app, 'front-desk', '/staff');
    assert.equal(headers.get('Cache-Control'), 'no-store');
    assert.equal(headers.get('Referrer-Policy'), 'no-referrer');
    assert.equal(headers.get('X-Content-Type-Options'), 'nosniff');
    const policy = headers.get('Content-Security-Policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.doesNotMatch(policy, /unsafe/);
  });

  test('a date that does not exist is refused in words', async () => {
    const response = await openAs(appOf().app, 'front-desk', '/staff?date=2026-02-30');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /No such date/);
  });

  test('a dead database is told in words', async () => {
    const { app, errors } = appOf({ databaseIsDown: true });
    const response = await openAs(app, 'front-desk', '/staff');
    assert.equal(response.status, 503);
    assert.match(await response.text(), /database cannot be reached/);
    assert.equal(errors.length, 1);
  });
});

describe('a note', () => {
  test("goes to the API under the form's key and comes back to the row", async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    const response = await app.request(
      '/staff/appointments/apt_dana0001/arrive',
      await staffForm(app, 'front-desk', fields),
    );
    assert.equal(response.status, 303);
    assert.equal(response.headers.get('Location'), '/staff?date=2026-11-26#apt_dana0001');
    assert.deepEqual(notes, [`arrive apt_dana0001 ${key}`]);
  });

  test('that the API refuses comes back as a message', async () => {
    const { app } = appOf({ appointments: [appointmentOf()], refuse: 'appointment-status-conflict' });
    const response = await app.request(
      '/staff/appointments/apt_dana0001/arrive',
      await staffForm(app, 'front-desk', fields),
    );
    const back = response.headers.get('Location') ?? '';
    assert.match(
      await (await openAs(app, 'front-desk', back)).text(),
      /role="alert"[^>]*>Not changed: that is no longer possible/,
    );
  });

  test('from an address cannot put words on the page', async () => {
    const text = await (await openAs(appOf().app, 'front-desk', '/staff?problem=%3Cb%3ESend+money')).text();
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
      const form = await staffForm(app, 'front-desk', fields);
      const response = await app.request('/staff/appointments/apt_dana0001/arrive', {
        ...form,
        headers: { Cookie: cookieOf('front-desk'), 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      });
      assert.equal(response.status, 403);
      assert.deepEqual(notes, []);
    });
  }

  test('from an old browser on this site is taken', async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    await app.request('/staff/appointments/apt_dana0001/arrive', {
      ...(await staffForm(app, 'front-desk', fields)),
      headers: {
        Cookie: cookieOf('front-desk'),
        'Content-Type': 'application/x-www-form-urlencoded',
        Origin: 'http://localhost',
      },
    });
    assert.equal(notes.length, 1);
  });

  test('without its key is refused', async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    const response = await app.request(
      '/staff/appointments/apt_dana0001/arrive',
      await staffForm(app, 'front-desk', { date: '2026-11-26' }),
    );
    assert.equal(response.status, 400);
    assert.deepEqual(notes, []);
  });
});

describe('behind the sign-in', () => {
  test('nobody sees anything without a session, or with one that is over', async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    for (const headers of [{}, { Cookie: 'openprm-staff=sst_nobody' }, { Cookie: '__Host-openprm-staff=sst_owner' }]) {
      for (const path of ['/staff', '/staff/people', '/staff/here']) {
        const response = await app.request(path, { headers });
        assert.equal(response.status, 303, path);
        assert.match(response.headers.get('Location') ?? '', /^\/staff\/sign-in/);
      }
    }
    assert.deepEqual(notes, []);
  });

  test('a form without the token of this browser is refused, also from this page', async () => {
    const { app, notes } = appOf({ appointments: [appointmentOf()] });
    for (const token of ['', 'made-up']) {
      const form = await staffForm(app, 'front-desk', fields);
      const body = new URLSearchParams(String(form.body));
      body.set('token', token);
      const response = await app.request('/staff/appointments/apt_dana0001/arrive', { ...form, body: body.toString() });
      assert.equal(response.status, 403);
    }
    const ofAnother = {
      ...(await staffForm(app, 'owner', fields)),
      headers: {
        Cookie: cookieOf('front-desk'),
        'Sec-Fetch-Site': 'same-origin',
        'Content-Type': 'application/x-www-form-urlencoded',
      },
    };
    assert.equal((await app.request('/staff/appointments/apt_dana0001/arrive', ofAnother)).status, 403);
    assert.deepEqual(notes, []);
  });

  test('a volunteer sees what the server shows them, and only the buttons that they may press', async () => {
    const seen = { ...patientOf('Dana'), family: 'R.', birthDate: null, phone: null, email: null };
    const { display } = appointmentOf();
    const visit = { healthcareServiceId: null, display: { ...display, healthcareService: null } };
    const { app } = appOf({
      appointments: [appointmentOf({ ...visit, patient: seen, start: '2026-11-26T08:30:00-06:00' })],
    });
    const text = await (await openAs(app, 'volunteer')).text();
    assert.match(text, /Dana R\./);
    assert.doesNotMatch(text, /born|tel:|No-show|Completed|People|null|evaluation/);
    assert.match(text, /Arrived/);
  });

  test('a volunteer has today alone, whatever day the address names', async () => {
    const { app } = appOf({ appointments: [appointmentOf()] });
    for (const address of ['/staff', '/staff?date=2026-11-27', '/staff?date=2026-11-25']) {
      const text = await (await openAs(app, 'volunteer', address)).text();
      assert.match(text, /data-date="2026-11-26"/);
      assert.doesNotMatch(text, /type="date"|aria-label="Day"/);
      assert.match(text, /<select name="locationId">/);
    }
    assert.match(await (await openAs(app, 'front-desk', '/staff?date=2026-11-27')).text(), /data-date="2026-11-27"/);
  });

  test('signing out ends the session and takes the cookie away', async () => {
    const { app } = appOf();
    const response = await app.request('/staff/sign-out', await staffForm(app, 'owner', {}));
    assert.equal(response.headers.get('Location'), '/staff/sign-in?ended=signed-out');
    assert.match(response.headers.get('Set-Cookie') ?? '', /openprm-staff=; Max-Age=0/);
  });

  test('signing out everywhere tells the server', async () => {
    const { app, notes } = appOf();
    const response = await app.request('/staff/sign-out-everywhere', await staffForm(app, 'owner', {}));
    assert.equal(response.headers.get('Location'), '/staff/sign-in?ended=everywhere');
    assert.deepEqual(notes, ['DELETE /v1/staff-sessions']);
  });
});

describe('the day while it is open', () => {
  const visit = appointmentOf();

  test('says where the feed of events stood before its visits were read', async () => {
    const { app } = appOf({ appointments: [visit] });
    const text = await (await openAs(app, 'front-desk', '/staff')).text();
    assert.match(text, /id="day"\s+data-date="2026-11-26"\s+data-location=""\s+data-cursor="where-it-stands"/);
    assert.match(text, /src="\/app\/staff-live.js"/);
  });

  test('reads one row anew, by itself and so without using the session', async () => {
    const { app, notes } = appOf({ appointments: [visit] });
    const headers = { Cookie: cookieOf('front-desk'), 'Prm-Passive': 'true' };
    const read = async (query: string) =>
      (await app.request(`/staff/appointments/${visit.id}?${query}`, { headers })).text();
    assert.match(await read('date=2026-11-26&locationId='), new RegExp(`<tr role="row" id="${visit.id}"`));
    assert.match(await read('date=2026-11-26&locationId=loc_riverside'), /Dana/);
    assert.doesNotMatch(await read('date=2026-11-27&locationId='), /Dana/);
    assert.doesNotMatch(await read('date=2026-11-26&locationId=loc_harbor'), /Dana/);
    assert.deepEqual(new Set(notes), new Set([`read ${visit.id} passively`]));
    const gone = await app.request('/staff/appointments/apt_gone0001?date=2026-11-26', { headers });
    assert.doesNotMatch(await gone.text(), /<tr/);
    assert.equal((await app.request(`/staff/appointments/${visit.id}?date=never`, { headers })).status, 404);
  });

  test('has its stream shown the session that is out of its reach, and goes on where the browser was', async () => {
    const { app, notes } = appOf({});
    const headers = { Cookie: cookieOf('front-desk') };
    const stream = await app.request('/staff/events?after=here', { headers });
    assert.equal(stream.headers.get('Content-Type'), 'text/event-stream');
    assert.equal(stream.headers.get('Cache-Control'), 'no-store');
    await app.request('/staff/events?after=here', { headers: { ...headers, 'Last-Event-ID': 'later' } });
    assert.deepEqual(notes, ['stream after here', 'stream after later']);
    assert.equal((await app.request('/staff/events')).status, 401);
    assert.equal(
      (await app.request('/staff/events', { headers: { Cookie: 'openprm-staff=sst_made-up' } })).status,
      401,
    );
  });
});
