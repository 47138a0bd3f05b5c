import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createOrganization, createStaff, listAppointments, listStaff, searchPatients } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { signIn as signInPatient } from '../../testing/sign-in.fixture.ts';
import { type StaffMember, enrolOwner, signIn as signInStaff } from '../../testing/staff.fixture.ts';
import type { RootKeys } from '../ports.ts';
import { createRootKeys, rootKeyId } from './root-keys.ts';
import { countWrapped, findLostTenants, rotateKeys } from './rotate.ts';
import { tenantSealedColumns } from './seal-again.ts';
import { createKeys } from './tenant-keys.ts';

const rootKey = (fill: number) => new Uint8Array(32).fill(fill);
const now = () => Promise.resolve();
/** The embedded database allows one process, so that no rotation runs beside its server. */
const skip = testDatabase === 'pglite';

describe(`a rotation of the root key on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let owner: StaffMember;
  const roots = [rootKey(7)];
  const rootKeys = createRootKeys(() => roots);
  const patientKeys = () =>
    server.open.database
      .selectFrom('openprm_keys.patient_key')
      .select(['patient_id', 'tenant_key_version'])
      .where('tenant_id', '=', clinic.tenantId)
      .execute();
  const book = async (at: number) => bookSlot(server, clinic, nth(await openSlots(server, clinic), at));
  const names = async () =>
    (await server.call(listAppointments, { query: {} }, { credential: clinic.secretKey })).data.map(
      ({ patient }) => patient?.family,
    );

  before(async () => {
    server = await openTestServer({ rootKeys });
    clinic = await setUpClinic(server);
    for (const at of [2, 20, 40, 60, 80]) await book(at);
    owner = await enrolOwner(server, clinic.tenantId);
    await signInPatient(server, clinic, dana.email);
    // sealed for somebody who has not opened it yet
    await server.call(
      createStaff,
      { body: { name: 'Ferris Low', email: 'ferris@clinic.example', role: 'front-desk' } },
      { credential: owner.session },
    );
  });
  after(() => server.close());

  /** How many values each place holds under the newest version of the tenant's key, and how many under earlier ones. */
  const places = async (newest: number) => {
    const counted = new Map<string, { under: number; before: number }>();
    for (const { table, column, only = sql<boolean>`true` } of tenantSealedColumns) {
      const version = sql`get_byte(${sql.ref(column)}, 1) * 256 + get_byte(${sql.ref(column)}, 2)`;
      const { rows } = await sql<{ under: number; before: number }>`
        select (count(*) filter (where ${version} = ${newest}::integer))::integer as under, (count(*) filter (where ${version} < ${newest}::integer))::integer as before
        from ${sql.table(table)} where tenant_id = ${clinic.tenantId} and ${sql.ref(column)} is not null and ${only}`.execute(
        server.open.database,
      );
      counted.set(`${table}.${column}`, nth(rows, 0));
    }
    return counted;
  };

  /** Changes one bit of a patient's wrapped key, and the second time back. */
  const flipKey = (patientId: string) =>
    sql`update openprm_keys.patient_key set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) where patient_id = ${patientId}`.execute(
      server.open.database,
    );

  it('goes on where it was interrupted, and past what is damaged, and leaves nothing under the old key', async () => {
    const { database } = server.open;
    const link = await server.ports.keys.mac(clinic.tenantId, 'link', 'x');
    roots.push(rootKey(8));
    // the process dies between a tenant's new version and the earlier ones
    let calls = 0;
    const dying: RootKeys = {
      ...createRootKeys(() => roots),
      unwrap: () => Promise.reject(new Error(`gone at call ${(calls += 1)}`)),
    };
    await assert.rejects(rotateKeys({ database, rootKeys: dying }, now), /gone at call 1/);
    const before = await places(1);
    const sealed = [...before.values()].reduce((sum, { under }) => sum + under, 0);
    for (const place of [
      'staff.sealed',
      'staff.totp_sealed',
      'staff_mail.sealed',
      'sealing_key.sealed',
      'idempotency_key.answer',
    ])
      assert.notEqual(before.get(place)?.under, 0, `${place} holds something`);
    // and of those, and of the patients' keys, one was changed by other hands
    const [first] = await server.open.database.selectFrom('sealing_key').select(['id', 'sealed']).execute();
    assert.ok(first);
    const change = (bytes: Uint8Array) =>
      server.open.database.updateTable('sealing_key').set({ sealed: bytes }).where('id', '=', first.id).execute();
    await change(Uint8Array.from(first.sealed, (byte, at) => (at === 20 ? byte ^ 1 : byte)));
    const lost = nth(await patientKeys(), 2).patient_id;
    await flipKey(lost);
    const { damaged, ...moved } = await rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now);
    assert.deepEqual(moved, { tenants: 0, patientKeys: 5, values: sealed - 1 }, 'all the others');
    assert.deepEqual(
      damaged.map(({ tenantId, error }) => [tenantId, error.code, error.resource]).toSorted(),
      [`patient_key/${lost}`, `sealing_key/${first.id}`].map((of) => [clinic.tenantId, 'sealed-value-changed', of]),
    );
    for (const { error } of damaged) assert.match(error.message, /Restore it from a backup/);
    const again = await rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now);
    assert.deepEqual([again.patientKeys, again.values, again.damaged.length], [0, 0, 2], 'told of each time');
    // restored as they were, under the version of before, which is there
    await change(first.sealed);
    await flipKey(lost);
    assert.deepEqual(await rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now), {
      tenants: 0,
      patientKeys: 1,
      values: 1,
      damaged: [],
    });
    for (const [place, { under, before: earlier }] of await places(2)) {
      assert.equal(earlier, 0, place);
      assert.equal(under, before.get(place)?.under, place);
    }
    const newId = await rootKeyId(rootKey(8));
    assert.deepEqual([...(await countWrapped(database)).keys()], [newId]);
    assert.deepEqual(
      (await patientKeys()).map((row) => row.tenant_key_version),
      [2, 2, 2, 2, 2, 2],
      'those of five patients and of who signed in',
    );
    assert.deepEqual(await rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now), {
      tenants: 0,
      patientKeys: 0,
      values: 0,
      damaged: [],
    });

    // a process that has only the new root key reads everything, and its links are the same
    const later = createKeys({ database, rootKeys: createRootKeys(() => [rootKey(8)]) });
    assert.deepEqual(await later.mac(clinic.tenantId, 'link', 'x'), link);
    assert.equal(await later.newestVersion(clinic.tenantId), 2);
    const outdated = createKeys({ database, rootKeys: createRootKeys(() => [rootKey(7)]) });
    await assert.rejects(outdated.prepare(clinic.tenantId), { code: 'root-key-unknown' });
  });

  it('does not disturb a server that runs beside it and has heard of neither key nor version', { skip }, async () => {
    assert.deepEqual(await names(), Array(5).fill(dana.family));
    const found = await server.call(searchPatients, { body: { email: dana.email } }, { credential: clinic.secretKey });
    assert.equal(found.data.length, 5);
    await book(100);
    assert.equal((await names()).length, 6);
    const { data } = await server.call(listStaff, { query: {} }, { credential: await signInStaff(server, owner) });
    assert.deepEqual(data.map(({ name }) => name).toSorted(), ['Ferris Low', 'Olive Marsh']);
    await server.runJobs();
    assert.ok(
      server.mails.some(({ to }) => to === 'ferris@clinic.example'),
      'a mail that waited is sent',
    );
  });

  it('loses no remembered answer while requests run, and finds what they have sealed meanwhile', { skip }, async () => {
    const { database } = server.open;
    roots.push(rootKey(10));
    const create = (n: number) =>
      server.call(
        createOrganization,
        { body: { name: `Place ${n}` } },
        { credential: clinic.secretKey, idempotencyKey: `place-${n}` },
      );
    const rotating = rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now);
    const made: string[] = [];
    for (let n = 0; n < 40; n += 1) made.push((await create(n)).id);
    await rotating;
    await rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now);
    const newest = await createKeys({ database, rootKeys: createRootKeys(() => roots) }).newestVersion(clinic.tenantId);
    for (const [place, { before: earlier }] of await places(newest)) assert.equal(earlier, 0, place);
    for (const [n, id] of made.entries()) assert.equal((await create(n)).id, id);
  });

  it('may be done by several processes at once', { skip }, async () => {
    const { database } = server.open;
    roots.push(rootKey(9));
    const [one, two] = await Promise.all(
      [1, 2].map(() => rotateKeys({ database, rootKeys: createRootKeys(() => roots) }, now)),
    );
    assert.equal((one?.tenants ?? 0) + (two?.tenants ?? 0), 1);
    assert.equal((one?.patientKeys ?? 0) + (two?.patientKeys ?? 0), 7);
    assert.deepEqual([...(await countWrapped(database)).keys()], [await rootKeyId(rootKey(9))]);
    assert.deepEqual(await names(), Array(6).fill(dana.family));
  });

  it(
    'moves the other clinics where the key of one is damaged, and keeps the root key that it needs',
    { skip },
    async () => {
      const { database } = server.open;
      const other = await setUpClinic(server);
      await bookSlot(server, other, nth(await openSlots(server, other), 2));
      const lostId = await rootKeyId(nth(roots, roots.length - 1));
      roots.push(rootKey(11));
      const ports = { database, rootKeys: createRootKeys(() => roots) };
      const flip = () =>
        sql`update openprm_keys.tenant_key set wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1) where tenant_id = ${clinic.tenantId} and version = 1`.execute(
          database,
        );
      assert.deepEqual(await findLostTenants(ports), []);
      await flip();
      const { patientKeys: moved, damaged } = await rotateKeys(ports, now);
      assert.equal(moved, 1, 'that of the other clinic');
      assert.deepEqual(
        damaged.map(({ tenantId, error }) => [tenantId, error.code]),
        [[clinic.tenantId, 'tenant-key-changed']],
      );
      assert.equal((await countWrapped(database)).get(lostId), 1);
      assert.equal((await findLostTenants(ports)).length, 1);
      await flip();
      assert.deepEqual((await rotateKeys(ports, now)).damaged, []);
      assert.equal((await countWrapped(database)).get(lostId), undefined);
      assert.deepEqual(await names(), Array(6).fill(dana.family));
    },
  );
});
