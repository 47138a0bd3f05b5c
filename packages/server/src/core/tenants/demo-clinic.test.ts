import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  listAppointments,
  listBusyTimes,
  listHealthcareServices,
  listLocations,
  listOrganizations,
  listPractitionerRoles,
  listSurveys,
  listTasks,
  listPractitioners,
  listSchedules,
  searchSlots,
} from '@openprm/contract';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { demoTenant, openDemoClinic } from './open-demo-clinic.ts';

const hour = 3_600_000;
const day = 24 * hour;
/** Monday, 7 AM in Chicago. */
const monday = Date.parse('2026-11-23T13:00:00Z');
const staff = { credential: demoTenant.secretKey };
const visitor = { credential: demoTenant.publishableKey };

const openServer = (now: number) => openTestServer({ now, core: { isDemo: true } });

/** What the demo has, by names in place of ids. */
async function contentsOf(server: TestServer) {
  const query = { limit: 200 };
  const people = (await server.call(listPractitioners, { query }, staff)).data;
  const services = (await server.call(listHealthcareServices, { query }, staff)).data;
  const nameOf = (id: string) => [...people, ...services].find((thing) => thing.id === id)?.name;
  return {
    organizations: (await server.call(listOrganizations, { query }, staff)).data.map(({ name }) => name),
    locations: (await server.call(listLocations, { query }, staff)).data.map(
      ({ name, timeZone }) => `${name} ${timeZone}`,
    ),
    practitioners: people.map(({ name }) => name),
    services: services.map(
      ({ name, mode, capacity, durationMinutes }) => `${name} ${mode} ${capacity} ${durationMinutes}`,
    ),
    schedules: (await server.call(listSchedules, { query }, staff)).data
      .map(({ weeklyHours, exceptions, dailyCap }) => JSON.stringify({ weeklyHours, exceptions, dailyCap }))
      .toSorted(),
    busyTimes: (await server.call(listBusyTimes, { query }, staff)).data.map(
      ({ externalId, practitionerId, start, end }) => `${externalId} ${nameOf(practitionerId)} ${start} ${end}`,
    ),
    appointments: (await server.call(listAppointments, { query }, staff)).data
      .map(
        ({ start, healthcareServiceId, practitionerId, patient }) =>
          `${start} ${nameOf(healthcareServiceId ?? '')} ${nameOf(practitionerId)} ${patient?.family}`,
      )
      .toSorted(),
  };
}

describe(`the demo clinic on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openServer(monday);
    assert.equal(await openDemoClinic(server.ports, server.core.api), true);
  });
  after(() => server.close());

  it('has two places in two time zones, five people of whom one works at both, and four kinds of visit', async () => {
    const { organizations, locations, practitioners, services } = await contentsOf(server);
    assert.deepEqual(organizations, ['Riverside Physical Therapy']);
    assert.deepEqual(locations, ['Harbor Clinic America/New_York', 'Riverside Clinic America/Chicago']);
    assert.equal(practitioners.length, 5);
    assert.deepEqual(services, [
      'Back class in-person 6 60',
      'Follow-up session in-person 1 30',
      'New patient evaluation in-person 1 45',
      'Video visit telehealth 1 30',
    ]);
    const roles = (await server.call(listPractitionerRoles, { query: {} }, staff)).data;
    const places = [...Map.groupBy(roles, ({ practitionerId }) => practitionerId).values()].map((list) => list.length);
    assert.deepEqual(places.toSorted(), [1, 1, 1, 1, 2]);
  });

  it('has every visit of its roster in the book, a class of three among them, all by an address that belongs to nobody', async () => {
    const { data } = await server.call(listAppointments, { query: { limit: 200 } }, staff);
    assert.equal(data.length, 15);
    assert.ok(data.every(({ status, start }) => status === 'booked' && Date.parse(start) > monday));
    assert.ok(data.some(({ start }) => start.startsWith('2026-11-23')));
    assert.ok(
      data.every(
        ({ patient }) =>
          /^[a-z.]+@example\.org$/.test(patient?.email ?? '') && patient?.phone?.startsWith('(555) 010-'),
      ),
    );
    const classes = Map.groupBy(data, ({ start, practitionerId }) => `${start} ${practitionerId}`);
    assert.equal([...classes.values()].filter((list) => list.length === 3).length, 1);
  });

  it('asks three surveys by the ids that its pages name, and has a task because of an answer', async () => {
    const surveys = (await server.call(listSurveys, { query: {} }, staff)).data;
    assert.deepEqual(surveys.map(({ id, mode }) => `${id} ${mode}`).toSorted(), [
      'svy_demofeelings named',
      'svy_demosuggestions anonymous',
      'svy_demovisit named',
    ]);
    const tasks = (await server.call(listTasks, { query: {} }, staff)).data;
    assert.deepEqual(
      tasks.map(({ detail }) => detail?.linkId),
      ['wait'],
    );
  });

  it('shows visitors everything that it has, and days that differ', async () => {
    const services = (await server.call(listHealthcareServices, { query: {} }, visitor)).data;
    assert.equal(services.length, 4);
    assert.equal((await server.call(listPractitioners, { query: {} }, visitor)).data.length, 5);
    const followUp = services.find(({ name }) => name === 'Follow-up session');
    const { days } = await server.call(searchSlots, { query: { healthcareServiceId: followUp?.id ?? '' } }, visitor);
    assert.ok(new Set(days.map(({ count }) => count)).size >= 5);
  });

  it('has a first available time for every kind of visit within three days, at any hour of the week', async () => {
    const services = (await server.call(listHealthcareServices, { query: {} }, visitor)).data;
    for (let at = monday; at < monday + 7 * day; at += 5 * hour) {
      server.clock.set(at);
      for (const { id, name } of services) {
        const { firstAvailable } = await server.call(
          searchSlots,
          { query: { healthcareServiceId: id, limit: 1 } },
          visitor,
        );
        assert.ok(
          firstAvailable && Date.parse(firstAvailable.start) <= at + 3 * day,
          `${name} at ${new Date(at).toISOString()}`,
        );
      }
    }
    server.clock.set(monday);
  });

  it('is left alone when it is there', async () => {
    const before = await contentsOf(server);
    assert.equal(await openDemoClinic(server.ports, server.core.api), false);
    assert.deepEqual(await contentsOf(server), before);
  });

  it('is the same each time', async () => {
    const again = await openServer(monday);
    try {
      await openDemoClinic(again.ports, again.core.api);
      assert.deepEqual(await contentsOf(again), await contentsOf(server));
    } finally {
      await again.close();
    }
  });

  it('is made again, whole, when its making was interrupted, and touches no other tenant', async () => {
    const broken = await openServer(monday);
    try {
      const other = await broken.createTenant();
      let calls = 0;
      const api = {
        fetch: (request: Request) => {
          calls += 1;
          if (calls === 60) throw new Error('the process ended here');
          return broken.core.api.fetch(request);
        },
      };
      await assert.rejects(openDemoClinic(broken.ports, api), /the process ended here/);
      assert.deepEqual((await broken.call(listAppointments, { query: {} }, staff)).data, []);
      assert.equal(await openDemoClinic(broken.ports, broken.core.api), true);
      assert.deepEqual(await contentsOf(broken), await contentsOf(server));
      assert.equal(
        (await broken.answer(listPractitioners, { query: {} }, { credential: other.secretKey })).status,
        200,
      );
    } finally {
      await broken.close();
    }
  });

  it('opens on any day of the week, late in the evening too', async () => {
    for (const now of [monday + 5 * day + 15 * hour, Date.parse('2027-03-14T07:30:00Z')]) {
      const late = await openServer(now);
      try {
        await openDemoClinic(late.ports, late.core.api);
        assert.ok((await late.call(listAppointments, { query: { limit: 200 } }, staff)).data.length >= 12);
      } finally {
        await late.close();
      }
    }
  });
});
