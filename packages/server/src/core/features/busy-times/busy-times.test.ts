import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  arriveAppointment,
  cancelAppointment,
  createPractitioner,
  deleteBusyTime,
  listBusyTimes,
  putBusyTime,
} from '@openprm/contract';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, bookSlot, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';

const minute = 60_000;

describe(`busy times on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const staff = ({ secretKey }: TestClinic) => ({ credential: secretKey });
  const put = (
    clinic: TestClinic,
    externalId: string,
    start: number,
    end: number,
    practitionerId = clinic.practitionerId,
  ) =>
    server.call(
      putBusyTime,
      {
        params: { externalId },
        body: { practitionerId, start: new Date(start).toISOString(), end: new Date(end).toISOString() },
      },
      staff(clinic),
    );
  const list = async (clinic: TestClinic) => (await server.call(listBusyTimes, { query: {} }, staff(clinic))).data;
  const countEvents = async (clinic: TestClinic) => {
    const events = server.ports.database.selectFrom('event').select('id').where('tenant_id', '=', clinic.tenantId);
    return (await events.where('type', '=', 'busy-time.changed').execute()).length;
  };

  it('are known by their external id: a second report moves them', async () => {
    const clinic = await setUpClinic(server);
    const other = await server.call(createPractitioner, { body: { name: 'Someone Else' } }, staff(clinic));
    const nine = Date.parse('2027-03-01T09:00:00Z');
    const first = await put(clinic, 'ehr:4711', nine, nine + 30 * minute);
    assert.deepEqual(first, {
      externalId: 'ehr:4711',
      practitionerId: clinic.practitionerId,
      start: '2027-03-01T09:00:00.000Z',
      end: '2027-03-01T09:30:00.000Z',
      conflictingAppointmentIds: [],
    });
    await put(clinic, 'ehr:4711', nine + 60 * minute, nine + 90 * minute, other.id);
    assert.deepEqual(await list(clinic), [
      {
        externalId: 'ehr:4711',
        practitionerId: other.id,
        start: '2027-03-01T10:00:00.000Z',
        end: '2027-03-01T10:30:00.000Z',
      },
    ]);
  });

  it('keep their instants, whatever offset they were told in', async () => {
    const clinic = await setUpClinic(server);
    const body = {
      practitionerId: clinic.practitionerId,
      start: '2027-03-01T23:30:00.250-09:30',
      end: '2027-03-02T15:00+05:45',
    };
    const stored = await server.call(putBusyTime, { params: { externalId: 'x' }, body }, staff(clinic));
    assert.deepEqual([stored.start, stored.end], ['2027-03-02T09:00:00.250Z', '2027-03-02T09:15:00.000Z']);
    const [listed] = await list(clinic);
    assert.deepEqual([listed?.start, listed?.end], [stored.start, stored.end]);
  });

  it('take slots away, and give them back when they are removed; removing twice is no error', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic, 1);
    const slot = nth(slots, 6);
    await put(clinic, 'a', Date.parse(slot.start), Date.parse(slot.end));
    const left = await openSlots(server, clinic, 1);
    assert.ok(left.length < slots.length);
    assert.ok(left.every(({ start, end }) => end <= slot.start || start >= slot.end));
    for (let n = 0; n < 2; n += 1) {
      const { status } = await server.answer(deleteBusyTime, { params: { externalId: 'a' } }, staff(clinic));
      assert.equal(status, 204);
    }
    assert.deepEqual(await openSlots(server, clinic, 1), slots);
  });

  it('stand over appointments and name those that are still to come, buffers included', async () => {
    const clinic = await setUpClinic(server, { service: { bufferAfterMinutes: 15 } });
    const slots = await openSlots(server, clinic);
    const slot = nth(slots, 0);
    const later = slots.find(({ start }) => Date.parse(start) >= Date.parse(slot.end) + 30 * minute);
    assert.ok(later);
    const [first, second] = [await bookSlot(server, clinic, slot), await bookSlot(server, clinic, later)];
    const [start, end] = [Date.parse(slot.start), Date.parse(slot.end)];
    const conflicts = async (from: number, to: number) => (await put(clinic, 'a', from, to)).conflictingAppointmentIds;

    assert.deepEqual(await conflicts(start - minute, Date.parse(later.end)), [first.id, second.id]);
    assert.deepEqual(await conflicts(start - 30 * minute, start), []);
    assert.deepEqual(await conflicts(end, end + 10 * minute), [first.id]);
    assert.deepEqual(await conflicts(end + 15 * minute, end + 16 * minute), []);

    await server.call(arriveAppointment, { params: { id: first.id }, body: {} }, staff(clinic));
    await server.call(cancelAppointment, { params: { id: second.id }, body: {} }, staff(clinic));
    assert.deepEqual(await conflicts(start, Date.parse(later.end)), [first.id]);
  });

  it("do not conflict with another practitioner's appointments", async () => {
    const clinic = await setUpClinic(server);
    const slot = nth(await openSlots(server, clinic), 0);
    await bookSlot(server, clinic, slot);
    const other = await server.call(createPractitioner, { body: { name: 'Someone Else' } }, staff(clinic));
    const result = await put(clinic, 'a', Date.parse(slot.start), Date.parse(slot.end), other.id);
    assert.deepEqual(result.conflictingAppointmentIds, []);
  });

  it('tell of a change only when there is one', async () => {
    const clinic = await setUpClinic(server);
    const nine = Date.parse('2027-03-01T09:00:00Z');
    for (const [end, events] of [
      [30, 1],
      [30, 1],
      [45, 2],
      [45, 2],
    ] as const) {
      await put(clinic, 'a', nine, nine + end * minute);
      assert.equal(await countEvents(clinic), events);
    }
    for (let n = 0; n < 2; n += 1) await server.call(deleteBusyTime, { params: { externalId: 'a' } }, staff(clinic));
    assert.equal(await countEvents(clinic), 3);
  });

  it('are refused when they end before they start, name nobody, or have an id that no address can hold', async () => {
    const clinic = await setUpClinic(server);
    const body = { practitionerId: clinic.practitionerId, start: '2027-03-01T10:00:00Z', end: '2027-03-01T11:00:00Z' };
    const answer = async (externalId: string, changes: object) => {
      const { status, problem } = await server.answer(
        putBusyTime,
        { params: { externalId }, body: { ...body, ...changes } },
        staff(clinic),
      );
      return [status, problem.code, problem.issues?.[0]?.path];
    };
    assert.deepEqual(await answer('a', { end: body.start }), [422, 'validation-failed', '/body']);
    assert.deepEqual(await answer('a', { start: '2027-02-30T10:00:00Z' }), [422, 'validation-failed', '/body/start']);
    assert.deepEqual(await answer('a', { start: '2027-03-01T10:00:00' }), [422, 'validation-failed', '/body/start']);
    assert.deepEqual(await answer('a', { practitionerId: 'prc_nosuchthing' }), [
      404,
      'not-found',
      '/body/practitionerId',
    ]);
    assert.deepEqual(await answer('a b', {}), [404, 'not-found', undefined]);
    assert.deepEqual(await answer('x'.repeat(129), {}), [404, 'not-found', undefined]);
    assert.deepEqual(await list(clinic), []);
  });

  it('are listed by external id, page by page', async () => {
    const clinic = await setUpClinic(server);
    const nine = Date.parse('2027-03-01T09:00:00Z');
    for (const externalId of ['c', 'a', 'b']) await put(clinic, externalId, nine, nine + minute);
    const first = await server.call(listBusyTimes, { query: { limit: 2 } }, staff(clinic));
    const second = await server.call(
      listBusyTimes,
      { query: { limit: 2, cursor: first.nextCursor ?? '' } },
      staff(clinic),
    );
    assert.deepEqual(
      [...first.data, ...second.data].map(({ externalId }) => externalId),
      ['a', 'b', 'c'],
    );
    assert.equal(second.nextCursor, null);
  });
});
