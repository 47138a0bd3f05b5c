import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { after, before, describe, it } from 'node:test';
import { type PatientSearch, erasePatient, getPatient, searchPatients } from '@openprm/contract';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { normalizeName, normalizePhone } from './patient-index.ts';

describe(`finding patients on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let other: TestClinic;
  let id: string;
  const nunez = {
    ...dana,
    given: 'Zoë',
    family: 'O’Brien-Núñez',
    phone: '+1 (555) 010-7777',
    email: 'Zoe@Example.org',
  };

  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
    other = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    id = (await bookSlot(server, clinic, nth(slots, 3), nunez)).patient.id;
    await bookSlot(server, clinic, nth(slots, 20));
  });
  after(() => server.close());

  const find = async (body: PatientSearch, by = clinic) => {
    const { data } = await server.call(searchPatients, { body }, { credential: by.secretKey });
    return data.map((patient) => patient.id);
  };
  const name = (given: string, family: string, birthDate = nunez.birthDate) => ({ given, family, birthDate });

  for (const [how, search] of [
    ['their name as they wrote it', name('Zoë', 'O’Brien-Núñez')],
    ['their name without accents, apostrophes and hyphens', name('zoe', 'OBRIEN  nunez')],
    ['their number without its country', { phone: '555 010 7777' }],
    ['their number with zeros in front', { phone: '001 555-010-7777' }],
    ['their address in another case', { email: 'zoe@example.ORG' }],
  ] as const) {
    it(`finds somebody by ${how}`, async () => assert.deepEqual(await find(search), [id]));
  }

  for (const [how, search] of [
    ['a part of the name', name('Zo', 'O’Brien-Núñez')],
    ['another birth date', name('Zoë', 'O’Brien-Núñez', '1984-03-15')],
    ['given and family name the other way', name('O’Brien-Núñez', 'Zoë')],
    ['a part of the number', { phone: '010 7777' }],
    ['a part of the address', { email: 'oe@example.org' }],
  ] as const) {
    it(`finds nobody by ${how}`, async () => assert.deepEqual(await find(search), []));
  }

  it('finds nobody of another clinic, whose index of the same name is another', async () => {
    assert.deepEqual(await find({ email: nunez.email }, other), []);
    const slots = await openSlots(server, other);
    const theirs = await bookSlot(server, other, nth(slots, 3), nunez);
    assert.deepEqual(await find({ email: nunez.email }, other), [theirs.patient.id]);
    const rows = await server.open.database
      .selectFrom('patient_index')
      .select(['hash'])
      .where('patient_id', 'in', [id, theirs.patient.id])
      .execute();
    assert.equal(new Set(rows.map(({ hash }) => Buffer.from(hash).toString('hex'))).size, 6);
  });

  it('shows a page after the other, the newest first', async () => {
    const twins = { ...dana, email: 'twins@example.org' };
    const slots = await openSlots(server, clinic);
    const booked: string[] = [];
    for (const at of [40, 60, 80]) booked.unshift((await bookSlot(server, clinic, nth(slots, at), twins)).patient.id);
    // written within one millisecond, the last of a page later in it than the next one's first
    await sql`update patient set created_at = timestamptz '2026-01-01 08:00:00.0001' + array_position(${booked.toReversed()}::text[], id) * interval '1 microsecond'
      where id = any(${booked})`.execute(server.open.database);
    booked.sort().reverse();
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const body = { email: twins.email, limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await server.call(searchPatients, { body }, { credential: clinic.secretKey });
      seen.push(...page.data.map((patient) => patient.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.deepEqual(seen, booked);
  });

  it('refuses two things at once and a search for nothing', async () => {
    for (const body of [{}, { phone: dana.phone, email: dana.email }, { given: 'Dana', family: 'Reyes' }]) {
      const { status } = await server.answer(searchPatients, { body }, { credential: clinic.secretKey });
      assert.equal(status, 422);
    }
  });

  it('remembers no answer, and writes down who was shown', async () => {
    const { database } = server.open;
    const answers = async () => (await database.selectFrom('idempotency_key').select('key').execute()).length;
    const before = await answers();
    await server.call(
      searchPatients,
      { body: { email: nunez.email } },
      { credential: clinic.secretKey, idempotencyKey: 'search-once' },
    );
    assert.equal(await answers(), before);
    const [row] = await database
      .selectFrom('audit_event')
      .select(['resource_id', 'patient_id'])
      .where('action', '=', 'searchPatients')
      .orderBy('occurred_at', 'desc')
      .limit(1)
      .execute();
    assert.deepEqual(row, { resource_id: id, patient_id: id });
  });

  it('reads one patient, and another clinic none of them', async () => {
    const read = (by: TestClinic) => server.answer(getPatient, { params: { id } }, { credential: by.secretKey });
    const { body } = await read(clinic);
    assert.deepEqual({ ...body, createdAt: '' }, { id, ...nunez, contact: null, verified: false, createdAt: '' });
    assert.equal((await read(other)).status, 404);
    const { status } = await server.answer(erasePatient, { params: { id }, body: {} }, { credential: other.secretKey });
    assert.equal(status, 404);
  });

  it('normalizes names of any script, and keeps what is left of a number', () => {
    assert.equal(normalizeName(' Lê  Thị–Hương '), 'le thi huong');
    assert.equal(normalizeName('أَحْمَد'), 'احمد');
    assert.equal(normalizeName('Иванов'), 'иванов');
    assert.equal(normalizePhone('+44 20 7946 0000'), '079460000');
    assert.equal(normalizePhone('010-1234'), '0101234');
  });
});
