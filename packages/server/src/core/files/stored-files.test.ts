import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { erasePatient } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { inTenant } from '../database/tenant-transaction.ts';
import { createIdMaker } from '../ids.ts';
import type { FileName, Files } from '../ports.ts';
import { FilesError } from './files-error.ts';
import { createMemoryFiles } from './memory-files.ts';
import type { KeyScope } from '../keys/patient-keys.ts';
import { beginFile, doomFile, findFile, finishFile, maxFileBytes, reserveFile } from './stored-files.ts';
import { sweepFiles } from './sweep-files.ts';

describe(`files of patients on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  const kept = createMemoryFiles();
  const names: FileName[] = [];
  let failing: 'put' | 'delete' | undefined;
  const fail = () => Promise.reject(new FilesError('files-unreachable', 'no answer'));
  const files: Files = {
    put: (name, content) => {
      names.push(name);
      return failing === 'put' ? fail() : kept.put(name, content);
    },
    get: (name) => kept.get(name),
    delete: (name) => (failing === 'delete' ? fail() : kept.delete(name)),
  };
  const words = 'PLANTED letter of a patient';
  const content = new TextEncoder().encode(words);

  before(async () => {
    server = await openTestServer({ files });
    clinic = await setUpClinic(server);
  });
  after(() => server.close());
  beforeEach(() => {
    failing = undefined;
    names.length = 0;
  });

  let next = 0;
  const newPatient = async () => {
    const slot = nth(await openSlots(server, clinic), (next += 3));
    return (await bookSlot(server, clinic, slot, dana)).patient.id;
  };
  const within = <Result>(act: (scope: KeyScope) => Promise<Result>): Promise<Result> =>
    inTenant(server.open.database, clinic.tenantId, (tx) =>
      act({ tx, tenantId: clinic.tenantId, keys: server.ports.keys }),
    );
  const newId = () => createIdMaker(server.ports.clock, server.ports.random);
  const reserve = (patientId: string, bytes = content.length) =>
    within((scope) => reserveFile(scope, newId(), { patientId, bytes }));
  const begin = (id: string, what = content) => within((scope) => beginFile(scope, id, what));
  const write = async (id: string, what = content) => {
    const file = await begin(id, what);
    if (file.is !== 'begun') return file.is;
    await file.put(files);
    await within((scope) => finishFile(scope, id));
    return file.is;
  };
  const read = async (id: string) => {
    const file = await within((scope) => findFile(scope, id));
    return file && { patientId: file.patientId, content: await file.read(files) };
  };
  const store = async (patientId: string) => {
    const id = await reserve(patientId);
    await write(id);
    return id;
  };
  const object = (id: string) => kept.get({ tenantId: clinic.tenantId, id });
  const sweep = () => sweepFiles({ ...server.ports, files });
  const rows = async (id: string) =>
    (await server.open.database.selectFrom('stored_file').select('status').where('id', '=', id).execute()).map(
      ({ status }) => status,
    );

  it('leave this process sealed, named by ids, and come back whole', async () => {
    const patientId = await newPatient();
    const id = await store(patientId);
    const sealed = await object(id);
    assert.ok(sealed && sealed.length > content.length);
    assert.doesNotMatch(Buffer.from(sealed).toString('latin1'), /PLANTED/);
    assert.match(JSON.stringify(names), /^\[\{"tenantId":"ten_\w+","id":"fil_\w+"\}\]$/);
    const found = await read(id);
    assert.equal(found?.patientId, patientId);
    assert.equal(new TextDecoder().decode(found?.content), words);
  });

  it('that were changed, or put in the place of another, do not open', async () => {
    const patientId = await newPatient();
    const [one, two] = [await store(patientId), await store(patientId)];
    const sealed = await object(one);
    assert.ok(sealed);
    await kept.put({ tenantId: clinic.tenantId, id: two }, sealed);
    await assert.rejects(read(two), { code: 'sealed-value-changed' });
    sealed.set([(sealed.at(-1) ?? 0) ^ 1], sealed.length - 1);
    await kept.put({ tenantId: clinic.tenantId, id: one }, sealed);
    await assert.rejects(read(one), { code: 'sealed-value-changed' });
    await kept.delete({ tenantId: clinic.tenantId, id: one });
    await assert.rejects(read(one), { code: 'file-missing', message: /Put the storage back/ });
  });

  it('are there for nobody before they are written, and are written once', async () => {
    const id = await reserve(await newPatient());
    assert.equal(await read(id), undefined);
    failing = 'put';
    await assert.rejects(write(id), { code: 'files-unreachable' });
    failing = undefined;
    await assert.rejects(write(id, content.slice(1)), RangeError);
    const other = Uint8Array.from(content, (byte) => byte ^ 1);
    assert.equal(await write(id, other), 'other', 'the first content was begun, whether or not it came');
    assert.equal(await write(id), 'begun');
    assert.deepEqual([await write(id), await write(id, other)], ['stored', 'other']);
    assert.ok(await read(id));
    await within((scope) => doomFile(scope, id));
    await assert.rejects(write(id), RangeError);
    await assert.rejects(reserve(await newPatient(), maxFileBytes + 1), RangeError);
  });

  it('of another clinic are not there', async () => {
    const id = await store(await newPatient());
    const other = await server.createTenant('South Clinic');
    const found = await inTenant(server.open.database, other.tenantId, (tx) =>
      findFile({ tx, tenantId: other.tenantId, keys: server.ports.keys }, id),
    );
    assert.equal(found, undefined);
  });

  it('whose patient was erased open for nobody, in a copy either, and are removed', async () => {
    const patientId = await newPatient();
    const [id, others] = [await store(patientId), await store(await newPatient())];
    const copy = await object(id);
    assert.ok(copy);
    await server.call(erasePatient, { params: { id: patientId }, body: {} }, { credential: clinic.secretKey });
    assert.equal(await read(id), undefined);
    await server.core.runJob({ kind: 'files-sweep' });
    assert.equal(await object(id), undefined);
    assert.deepEqual(await rows(id), []);
    assert.ok(await read(others));

    // the object and its row from a backup: the key is not in it
    await kept.put({ tenantId: clinic.tenantId, id }, copy);
    await server.open.database
      .insertInto('stored_file')
      .values({ tenant_id: clinic.tenantId, id, patient_id: patientId, bytes: content.length, status: 'stored' })
      .execute();
    await assert.rejects(read(id), { code: 'patient-key-missing' });
  });

  it('that are deleted, or were never written whole, are removed; others are left', async () => {
    const patientId = await newPatient();
    const [gone, half, young, stays] = [
      await store(patientId),
      await reserve(patientId),
      await reserve(patientId),
      await store(patientId),
    ];
    await kept.put({ tenantId: clinic.tenantId, id: half }, content);
    await sql`update stored_file set created_at = now() - interval '2 hours' where id = any(${[half, stays]}::text[])`.execute(
      server.open.database,
    );
    await within((scope) => doomFile(scope, gone));
    assert.equal(await read(gone), undefined);
    assert.equal(await sweep(), 2);
    assert.deepEqual([await object(gone), await object(half)], [undefined, undefined]);
    assert.deepEqual(
      [await rows(gone), await rows(half), await rows(young), await rows(stays)],
      [[], [], ['writing'], ['stored']],
    );
    assert.equal(await sweep(), 0);
  });

  it('that may be put just now are left until nobody does any more, also when they are deleted meanwhile', async () => {
    const [id, gone] = [await reserve(await newPatient()), await reserve(await newPatient())];
    const aged = (ids: string[]) =>
      sql`update stored_file set created_at = created_at - interval '2 hours', put_since = put_since - interval '2 hours' where id = any(${ids}::text[])`.execute(
        server.open.database,
      );
    await aged([id, gone]);
    for (const each of [id, gone]) {
      const file = await begin(each);
      assert.ok(file.is === 'begun');
      await file.put(files);
    }
    await within((scope) => doomFile(scope, gone));
    assert.equal(await sweep(), 0, 'this process stopped in the middle, for all that is known');
    await aged([id, gone]);
    assert.equal(await sweep(), 2);
    assert.deepEqual(
      [await rows(id), await rows(gone), await object(id), await object(gone)],
      [[], [], undefined, undefined],
    );
  });

  it('that cannot be removed now are removed later, and hold up no others', async () => {
    const id = await store(await newPatient());
    await within((scope) => doomFile(scope, id));
    failing = 'delete';
    assert.equal(await sweep(), 0);
    assert.deepEqual(await rows(id), ['doomed']);
    assert.match(server.logLines.at(-1) ?? '', /"event":"file-not-removed".*"files-unreachable"/);
    failing = undefined;
    assert.equal(await sweep(), 1);
    assert.equal(await object(id), undefined);
  });
});
