import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createOrganization, getAppointment } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { type TestClinic, bookSlot, nth, openSlots, setUpClinic } from '../../testing/clinic-setup.fixture.ts';
import { createKeys } from '../keys/tenant-keys.ts';
import { createRootKeys } from '../keys/root-keys.ts';
import { createAuditRecorder } from './audit-record.ts';
import { readAuditRecord } from './read-audit-record.ts';
import { sequenceJournal } from './sequencer.ts';
import { type AuditFinding, verifyAudit } from './verify-audit.ts';

describe(`verifying the audit on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  const record: string[] = [];
  let isRecordAway = false;
  before(async () => {
    server = await openTestServer({
      core: {
        auditRecord: {
          append(lines) {
            if (isRecordAway) return Promise.reject(new Error('The disk is full.'));
            record.push(...lines);
            return Promise.resolve();
          },
        },
      },
    });
  });
  beforeEach(async () => {
    clinic = await setUpClinic(server);
    await change('one');
    await chain();
  });
  after(() => server.close());

  const change = (name: string) =>
    server.call(createOrganization, { body: { name } }, { credential: clinic.secretKey });
  const chain = async () => {
    while ((await server.core.sequence()) > 0);
  };
  /** Waits for what happens off the request's path. */
  const until = async (holds: () => boolean) => {
    const end = Date.now() + 5000;
    while (!holds()) {
      assert.ok(Date.now() < end, 'it did not happen within 5 s');
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  async function* lines(of: readonly string[] = record) {
    yield* of;
  }
  const verify = async (
    of: readonly string[] = record,
    recordFrom?: ReadonlyMap<string, number>,
  ): Promise<AuditFinding[]> => {
    const recorded = await readAuditRecord(server.ports.keys, lines(of));
    const { findings } = await verifyAudit(server.open.database, server.ports.keys, recorded, {
      graceSeconds: 0,
      ...(recordFrom === undefined ? {} : { recordFrom }),
    });
    return findings.filter(({ tenantId }) => tenantId === clinic.tenantId);
  };
  const rows = async () =>
    (
      await sql<{ id: string; position: number }>`
        select id, position::integer from audit_event where tenant_id = ${clinic.tenantId} order by position`.execute(
        server.open.database,
      )
    ).rows;
  const told = (findings: readonly AuditFinding[]) =>
    findings.map(({ fault, position, id }) => [fault, position, id] as const);
  /** As somebody does who has the database and not the keys. */
  const tamper = (statement: ReturnType<typeof sql>) => statement.execute(server.open.database);

  it('reads a record of more steps than a call can have arguments, and tells each place that is gone', async () => {
    const chained = await rows();
    const recorded = await readAuditRecord(server.ports.keys, lines());
    const ofClinic = recorded.tenants.get(clinic.tenantId);
    assert.ok(ofClinic);
    const steps = 200_000;
    const heads = new Map(ofClinic.heads);
    for (let place = chained.length + 1; place <= steps; place += 1) heads.set(place, '00');
    const tenants = new Map(recorded.tenants).set(clinic.tenantId, { ...ofClinic, heads });
    const { findings } = await verifyAudit(server.open.database, server.ports.keys, { ...recorded, tenants });
    const gone = findings.filter(({ tenantId, fault }) => tenantId === clinic.tenantId && fault === 'removed');
    assert.deepEqual([gone.length, gone[0]?.position], [steps - chained.length, chained.length + 1]);
  });

  it('finds nothing wrong with what the server wrote, in several steps and by several processes', async () => {
    for (const name of ['two', 'three']) {
      await change(name);
      await Promise.all([server.core.sequence(), server.core.sequence()]);
    }
    await chain();
    assert.deepEqual(await verify(), []);
  });

  it('tries a record that is away again by the steps of the sequencer alone', async () => {
    isRecordAway = true;
    const failures = () => server.logLines.filter((line) => line.includes('audit-record-failed')).length;
    const before = failures();
    await change('two');
    await until(() => failures() === before + 1);
    for (const name of ['three', 'four', 'five']) await change(name);
    assert.equal(failures(), before + 1);
    isRecordAway = false;
    await chain();
    assert.deepEqual(await verify(), []);
  });

  const changes: [what: string, column: string, value: string][] = [
    ['who it was', 'principal', 'secret:key_somebodyelse'],
    ['what was done', 'action', 'getOrganization'],
    ['what it was done to', 'resource_id', 'org_somethingelse'],
    ['whose data it was', 'patient_id', 'pat_somebodyelse'],
    ['why', 'purpose', 'TREAT'],
    ['the request', 'request_id', 'req_another'],
  ];
  for (const [what, column, value] of changes) {
    it(`names the row in which ${what} was changed`, async () => {
      const { id, position } = nth(await rows(), 2);
      await tamper(sql`update audit_event set ${sql.ref(column)} = ${value} where id = ${id}`);
      assert.deepEqual(told(await verify()), [['changed', position, id]]);
    });
  }

  it('names the row whose time, and the row whose hash was changed', async () => {
    const { id, position } = nth(await rows(), 1);
    await tamper(sql`update audit_event set occurred_at = occurred_at - interval '1 hour' where id = ${id}`);
    assert.deepEqual(told(await verify()), [['misplaced', position, id]]);
    await tamper(sql`update audit_event set occurred_at = occurred_at + interval '1 hour' where id = ${id}`);
    assert.deepEqual(await verify(), []);
    await tamper(sql`update audit_event set hash = decode(repeat('ab', 32), 'hex') where id = ${id}`);
    assert.deepEqual(told(await verify()), [['misplaced', position, id]]);
  });

  it('names the row that was deleted, in the middle and with all others renumbered', async () => {
    const { id, position } = nth(await rows(), 3);
    await tamper(sql`delete from audit_event where id = ${id}`);
    assert.deepEqual(told(await verify()), [['removed', position, id]]);
    await tamper(
      sql`update audit_event set position = -position where tenant_id = ${clinic.tenantId} and position > ${position}`,
    );
    await tamper(
      sql`update audit_event set position = -position - 1 where tenant_id = ${clinic.tenantId} and position < 0`,
    );
    const found = told(await verify());
    assert.ok(found.some(([fault, , gone]) => fault === 'removed' && gone === id));
    assert.ok(found.some(([fault, place]) => fault === 'removed' && place === position));
  });

  it('names the row that was put in, with the others moved on, at the end, or where the sequencer will find it', async () => {
    const all = await rows();
    const { position } = nth(all, 2);
    const insert = (id: string, at: number | null) =>
      tamper(sql`insert into audit_event (tenant_id, id, position, action, principal, resource_id, request_id, hash, previous_hash, mac)
        select tenant_id, ${id}, ${at}::bigint, action, principal, resource_id, request_id,
          case when ${at}::bigint is null then null else hash end, previous_hash, mac
        from audit_event where id = ${nth(all, 1).id}`);
    await insert('aud_waiting', null);
    await chain();
    assert.deepEqual(told(await verify()), [['inserted', all.length + 1, 'aud_waiting']]);
    await tamper(
      sql`update audit_event set position = -position where tenant_id = ${clinic.tenantId} and position >= ${position}`,
    );
    await tamper(
      sql`update audit_event set position = -position + 1 where tenant_id = ${clinic.tenantId} and position < 0`,
    );
    await insert('aud_between', position);
    const found = told(await verify());
    assert.deepEqual(found[0], ['inserted', position, 'aud_between']);
    assert.deepEqual(found[1], ['inserted', all.length + 2, 'aud_waiting']);
    assert.ok(
      found.slice(2).every(([fault]) => fault === 'head-changed'),
      JSON.stringify(found),
    );
  });

  it('names both rows that have changed places', async () => {
    const all = await rows();
    const [one, other] = [nth(all, 1), nth(all, 4)];
    await tamper(sql`update audit_event set position = -1 where id = ${one.id}`);
    await tamper(sql`update audit_event set position = ${one.position} where id = ${other.id}`);
    await tamper(sql`update audit_event set position = ${other.position} where id = ${one.id}`);
    assert.deepEqual(told(await verify()), [
      ['misplaced', one.position, other.id],
      ['misplaced', other.position, one.id],
    ]);
  });

  it('names the rows that were cut off, also when the head was set back, and when the chain has grown anew', async () => {
    const all = await rows();
    const [kept, ...cut] = all.slice(-3);
    assert.ok(kept);
    await tamper(sql`delete from audit_event where tenant_id = ${clinic.tenantId} and position > ${kept.position}`);
    await tamper(sql`update journal_head set audit_position = ${kept.position},
      audit_hash = (select hash from audit_event where id = ${kept.id}) where tenant_id = ${clinic.tenantId}`);
    const removed = cut.map(({ position, id }) => ['removed', position, id]);
    assert.deepEqual(told(await verify()).slice(0, 2), removed);
    for (const name of ['a', 'b', 'c']) await change(name);
    await chain();
    const found = told(await verify());
    for (const { id } of cut) assert.ok(found.some(([fault, , gone]) => fault === 'removed' && gone === id));
  });

  it('names the row that was dropped before it was chained, and the one that never was chained', async () => {
    await change('dropped');
    await change('stays');
    const { rows: waiting } = await sql<{ id: string }>`
      select id from audit_event where tenant_id = ${clinic.tenantId} and position is null order by occurred_at, id`.execute(
      server.open.database,
    );
    const [dropped, stays] = [nth(waiting, 0).id, nth(waiting, 1).id];
    await tamper(sql`delete from audit_event where id = ${dropped}`);
    await tamper(sql`update audit_event set occurred_at = occurred_at - interval '1 minute' where id = ${stays}`);
    // found before any step of the sequencer, should the process die before it
    await until(() => record.some((line) => line.includes(stays)));
    const pending = told(await verify());
    assert.deepEqual(pending, [
      ['never-chained', null, stays],
      ['removed', null, dropped],
    ]);
    await chain();
    assert.deepEqual(told(await verify()), [['removed', null, dropped]]);
  });

  it('finds a row that was taken out of the chain and chained again at its end', async () => {
    const { id, position } = nth(await rows(), 2);
    await tamper(sql`update audit_event set position = null, hash = null where id = ${id}`);
    await chain();
    const found = told(await verify());
    assert.deepEqual(found, [['removed', position, null]]);
  });

  it('finds a record outside the database with a line that was changed, and one from which a line is missing', async () => {
    const own = record.map((line, at) => ({ line, at })).filter(({ line }) => line.includes(clinic.tenantId));
    const { line, at } = nth(own, own.length - 1);
    const changed = record.with(at, line.replace(/"position":\d+/, '"position":1'));
    assert.ok((await verify(changed)).some(({ fault }) => fault === 'record-changed'));
    await change('more');
    await chain();
    const missing = record.toSpliced(at, 1);
    assert.ok((await verify(missing)).some(({ fault }) => fault === 'record-changed'));
  });

  it('says from which place a record begins that was lost and begun anew, until the operator knows', async () => {
    const own = record.flatMap((line, at) => (line.includes(clinic.tenantId) ? [at] : []));
    const lost = record.slice((own.at(-1) ?? 0) + 1);
    const end = (await rows()).length;
    const [nothing, ...others] = await verify(lost);
    assert.deepEqual([nothing?.fault, nothing?.position, others], ['unrecorded', end, []]);
    // another process goes on with a record of its own
    const anew: string[] = [];
    const newRecord = { append: (more: readonly string[]) => Promise.resolve(void anew.push(...more)) };
    const recorder = createAuditRecorder({ ...server.ports, keys: server.ports.keys }, newRecord);
    await change('after the loss');
    const { heads } = await sequenceJournal(server.open.database, server.ports.keys);
    await recorder.flush(heads);
    const place = (await rows()).length;
    const found = await verify(anew);
    assert.deepEqual(
      found.map(({ fault, position }) => [fault, position]),
      [['unrecorded', place - 1]],
    );
    assert.match(
      found[0]?.detail ?? '',
      new RegExp(`begins at place ${place}.*--record-from ${clinic.tenantId}=${place}`),
    );
    assert.deepEqual(await verify([...record, ...anew]), [], 'both together');
    assert.deepEqual(await verify(anew, new Map([[clinic.tenantId, place]])), []);
    assert.equal((await verify(anew, new Map([[clinic.tenantId, place - 1]]))).length, 1, 'lost again since');
  });

  it('names a clinic that was removed as a whole, once, and verifies the others, until the operator says that it was meant', async () => {
    const other = await setUpClinic(server);
    await server.call(createOrganization, { body: { name: 'other' } }, { credential: other.secretKey });
    await chain();
    const end = (await rows()).length;
    const [tampered] = (
      await sql<{ id: string; position: number }>`
        select id, position::integer from audit_event where tenant_id = ${other.tenantId} order by position limit 1`.execute(
        server.open.database,
      )
    ).rows;
    await tamper(sql`delete from tenant where tenant_id = ${clinic.tenantId}`);
    await tamper(sql`update audit_event set principal = 'somebody' where id = ${tampered?.id}`);
    // the command begins with no key in memory, and a process that knew the clinic has its key still
    const cold = () =>
      createKeys({ database: server.open.database, rootKeys: createRootKeys(() => [new Uint8Array(32).fill(7)]) });
    for (const keys of [cold(), server.ports.keys]) {
      const verifyAll = async (of: readonly string[], removed?: ReadonlySet<string>) =>
        (
          await verifyAudit(server.open.database, keys, await readAuditRecord(keys, lines(of)), {
            graceSeconds: 0,
            ...(removed === undefined ? {} : { removed }),
          })
        ).findings.filter(({ tenantId }) => [clinic.tenantId, other.tenantId].includes(tenantId));
      const found = await verifyAll(record);
      assert.deepEqual(told(found), [
        ['removed', end, null],
        ['changed', tampered?.position, tampered?.id],
      ]);
      assert.match(
        found[0]?.detail ?? '',
        /^The clinic as a whole.* Lines \d+ to \d+ of the record tell of \d+ of its/,
      );
      assert.match(found[0]?.detail ?? '', new RegExp(`restore .* --removed ${clinic.tenantId}$`));
      assert.deepEqual(told(await verifyAll(record, new Set([clinic.tenantId]))), told(found.slice(1)));
      const own = record.findIndex((line) => line.includes(clinic.tenantId));
      const missing = await verifyAll(record.toSpliced(own, 1));
      assert.ok(missing.some(({ fault }) => fault === 'record-changed'));
    }
  });

  it('writes down later what could not be written at once', async () => {
    isRecordAway = true;
    await change('while the disk is full');
    await chain();
    isRecordAway = false;
    const before = record.length;
    await server.core.sequence();
    assert.ok(record.length > before);
    assert.deepEqual(await verify(), []);
    assert.ok(server.logLines.some((line) => line.includes('audit-record-failed')));
  });

  it('says whose data was reached, and why', async () => {
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    await server.call(getAppointment, { params: { id: booked.id } }, { credential: clinic.secretKey });
    await server.call(getAppointment, { params: { id: booked.id } }, { credential: booked.access.token });
    const { rows: reads } = await sql<{ patient_id: string; purpose: string; resource_id: string }>`
      select patient_id, purpose, resource_id from audit_event
      where tenant_id = ${clinic.tenantId} and action = 'getAppointment' order by occurred_at, id`.execute(
      server.open.database,
    );
    assert.deepEqual(reads, [
      { patient_id: booked.patient.id, purpose: 'PATADMIN', resource_id: booked.id },
      { patient_id: booked.patient.id, purpose: 'PATRQT', resource_id: booked.id },
    ]);
  });
});
