import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createAppointment, createHold, renewHold } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { sweepHolds } from './sweep.ts';

/** Holds live by the database's clock, so a test moves what they have of time back instead of waiting. */
describe(`the time of a hold, on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const visitor = (clinic: TestClinic) => ({ credential: clinic.publishableKey });
  const pass = (minutes: number) =>
    sql`update hold set created_at = created_at - make_interval(mins => ${minutes}::integer),
      expires_at = expires_at - make_interval(mins => ${minutes}::integer)`.execute(server.open.database);
  const book = (clinic: TestClinic, hold: { id: string; secret: string }) =>
    server.answer(
      createAppointment,
      { body: { holdId: hold.id, holdSecret: hold.secret, patient: dana } },
      visitor(clinic),
    );

  async function hold(clinic: TestClinic, index: number) {
    const slot = nth(await openSlots(server, clinic), index);
    return server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
  }

  it('is extended ten times and more, each time at its end and to its full length, and then booked (WCAG 2.2.1)', async () => {
    const clinic = await setUpClinic(server);
    const held = await hold(clinic, 3);
    for (let extension = 1; extension <= 11; extension += 1) {
      await pass(9);
      const input = { params: { id: held.id }, body: { secret: held.secret } };
      const { expiresAt } = await server.call(renewHold, input, visitor(clinic));
      const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000;
      assert.ok(minutes > 9.5 && minutes < 10.5, `extension ${extension} gives ${minutes} minutes`);
    }
    await pass(9);
    const booked = await book(clinic, held);
    assert.equal(booked.status, 201);
    assert.equal(booked.body.status, 'booked');
  });

  it('ends after two hours, however often it is extended', async () => {
    const clinic = await setUpClinic(server);
    const held = await hold(clinic, 3);
    const renew = () =>
      server.answer(renewHold, { params: { id: held.id }, body: { secret: held.secret } }, visitor(clinic));
    for (let extension = 1; extension <= 13; extension += 1) {
      await pass(9);
      assert.equal((await renew()).status, 200);
    }
    await pass(9);
    assert.equal((await renew()).problem.code, 'hold-expired');
  });

  it('names the nearest others when it has ended and somebody else has taken it', async () => {
    const clinic = await setUpClinic(server);
    const late = await hold(clinic, 6);
    await pass(11);
    await server.call(createHold, { body: { slotId: late.slot.id } }, visitor(clinic));
    const { rows } = await sql`select id from hold where id = ${late.id}`.execute(server.open.database);
    assert.deepEqual(rows, [], 'nothing is left of the hold itself');

    const { status, problem } = await book(clinic, late);
    assert.equal(status, 409);
    assert.equal(problem.code, 'hold-expired');
    const named = problem.alternatives?.map(({ id }) => id) ?? [];
    const open = (await openSlots(server, clinic)).map(({ id }) => id);
    assert.equal(named.length, 3);
    assert.ok(!named.includes(late.slot.id) && named.every((id) => open.includes(id)), named.join(', '));
    const [first] = problem.alternatives ?? [];
    const nearest = Math.abs(Date.parse(first?.start ?? '') - Date.parse(late.slot.start)) / 3_600_000;
    assert.ok(nearest < 3, `the nearest is ${nearest} hours away`);

    const wrong = await book(clinic, { id: late.id, secret: 'x'.repeat(43) });
    assert.deepEqual([wrong.problem.code, wrong.problem.alternatives ?? []], ['hold-expired', []]);
  });

  it('names its own time after a sweep, for a day', async () => {
    const clinic = await setUpClinic(server);
    const late = await hold(clinic, 2);
    await pass(11);
    await sweepHolds(server.ports);
    const offered = async () => (await book(clinic, late)).problem.alternatives?.map(({ id }) => id) ?? [];
    assert.ok((await offered()).includes(late.slot.id));

    await sql`update ended_hold set ended_at = ended_at - interval '25 hours'`.execute(server.open.database);
    await sweepHolds(server.ports);
    assert.deepEqual(await offered(), []);
  });
});
