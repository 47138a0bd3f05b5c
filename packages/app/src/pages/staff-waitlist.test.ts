import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appOf, openAs, staffForm } from '../app.fixture.ts';
import { patientOf, slotOf, waitingOf } from '../reference-server.fixture.ts';

const textOf = async (response: Promise<Response> | Response) =>
  (await (await response).text()).replaceAll(/\s+/g, ' ');
const key = '11111111-2222-4333-8444-555555555555';

describe('the waitlist', () => {
  const offer = {
    id: 'ofr_1',
    participantStatus: 'needs-action' as const,
    expiresAt: '2026-11-26T17:12:00Z',
    slot: slotOf('2026-11-27T15:00:00-06:00'),
    timeZone: 'America/Chicago',
    mode: 'in-person' as const,
    display: { practitioner: 'Amara Okafor, PT', location: 'Riverside Clinic', address: '' },
  };

  test('says who waits for what since when, what they wish, and how the offer stands', async () => {
    const waiting = [
      // in the evening at the clinic, when it is the next day elsewhere
      waitingOf({ createdAt: '2026-11-21T03:10:00Z' }),
      waitingOf({
        id: 'wai_2',
        patient: patientOf('Ines'),
        locationId: 'loc_riverside',
        availableTime: [{ daysOfWeek: ['mon', 'wed'], start: '08:00', end: '12:00' }],
        display: { ...waitingOf().display, location: 'Riverside Clinic', practitioner: 'Amara Okafor, PT' },
        replacesAppointmentId: 'apt_1',
        offer,
      }),
    ];
    const text = await textOf(openAs(appOf({ waiting }).app, 'front-desk', '/staff/waitlist'));
    assert.match(text, /2 people wait\..*New patient evaluation/);
    assert.match(
      text,
      /Dana Reyes.*waits since Nov 20, 2026 · born Mar 14, 1988.*Any place, with anybody, Nov 26, 2026 to Dec 10, 2026, at any hour.*No offer yet/,
    );
    assert.match(text, /Ines Reyes.*Riverside Clinic, with Amara Okafor, PT, .* Mon, Wed 08:00 to 12:00.*Has a visit/);
    assert.match(text, /Offered Fri, Nov 27, 3:00 PM, held until Thu, Nov 26, 11:12 AM/);
    assert.equal(text.match(/Offer a time/g)?.length, 1, 'one offer at a time');
    assert.match(text, /data-cursor="where-it-stands"/);
  });

  test('is not for a volunteer', async () => {
    const { app } = appOf({ waiting: [waitingOf()] });
    assert.equal((await openAs(app, 'volunteer', '/staff/waitlist')).status, 403);
    assert.doesNotMatch(await textOf(openAs(app, 'volunteer')), /\/staff\/waitlist/);
    assert.equal((await openAs(app, 'volunteer', '/staff/waitlist/wai_dana0001')).status, 403);
  });

  test('takes somebody off, and tells why not', async () => {
    const { app, notes } = appOf({ waiting: [waitingOf()] });
    const done = await app.request('/staff/waitlist/wai_dana0001/end', await staffForm(app, 'clinician', { key }));
    assert.equal(done.headers.get('Location'), '/staff/waitlist?done=ended');
    assert.deepEqual(notes, ['POST /v1/waitlist-entries/wai_dana0001/leave {}']);
    const refusing = appOf({ waiting: [waitingOf()], refuse: 'not-found' }).app;
    const refused = await refusing.request(
      '/staff/waitlist/wai_dana0001/end',
      await staffForm(refusing, 'owner', { key }),
    );
    assert.match(
      await textOf(openAs(refusing, 'owner', refused.headers.get('Location') ?? '')),
      /they do not wait any more/,
    );
  });
});

describe('offering a time by hand', () => {
  const slots = [
    '2026-11-30T09:00:00-06:00',
    '2026-12-01T09:00:00-06:00',
    '2026-12-02T14:00:00-06:00',
    '2026-12-20T09:00:00-06:00',
  ].map(slotOf);
  const timesOn = async (
    changes: Parameters<typeof waitingOf>[0],
    query = '',
    role: 'owner' | 'volunteer' = 'owner',
  ) => {
    const { app, notes } = appOf({ slots, waiting: [waitingOf(changes)], appointments: [] });
    const text = await textOf(openAs(app, role, `/staff/waitlist/wai_dana0001${query}`));
    return { notes, times: [...text.matchAll(/value="slot_(\d{8})/g)].map(([, date]) => date), text };
  };

  test('shows free times as they wish, or all', async () => {
    assert.deepEqual((await timesOn({})).times, ['20261130', '20261201', '20261202']);
    const mornings = {
      availableTime: [{ daysOfWeek: ['mon' as const, 'wed' as const], start: '08:00', end: '12:00' }],
    };
    const { times, notes, text } = await timesOn({
      ...mornings,
      locationId: 'loc_riverside',
      practitionerId: 'prc_amara',
    });
    assert.deepEqual(times, ['20261130']);
    assert.deepEqual(notes, ['look for end healthcareServiceId limit locationId practitionerId start']);
    assert.match(text, /Offer Monday, November 30, 2026, <\/span >9:00 AM CST.*Amara Okafor, PT, Riverside Clinic/);
    assert.equal((await timesOn(mornings, '?all=1')).times.length, 4);
  });

  test('offers the chosen one', async () => {
    const { app, notes } = appOf({ slots, waiting: [waitingOf()] });
    const form = await staffForm(app, 'front-desk', { key, slotId: 'slot_20261130' });
    const response = await app.request('/staff/waitlist/wai_dana0001/offer', form);
    assert.equal(response.headers.get('Location'), '/staff/waitlist?done=offered');
    assert.deepEqual(notes, ['POST /v1/waitlist-entries/wai_dana0001/offer {"slotId":"slot_20261130"}']);
  });

  test('is for nobody who does not wait', async () => {
    const { app } = appOf({ waiting: [waitingOf({ status: 'cancelled' })] });
    assert.equal((await openAs(app, 'owner', '/staff/waitlist/wai_dana0001')).status, 404);
  });
});
