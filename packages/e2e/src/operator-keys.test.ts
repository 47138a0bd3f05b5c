import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { PrmClient } from '@openprm/sdk';
import { type AppProcess, launchApp, startApp, temporaryFolder } from './app-process.ts';
import { zyxwina } from './patient.ts';
import { createDatabase, openTestPostgres, type PostgresDatabase, type TestPostgres } from './postgres-database.ts';
import { createTenant, productionEnv, refuseCommand, runCommand, type TenantKeys } from './production.ts';
import { first, setUpPlace } from './set-up-clinic.ts';
import { openSmtpInbox, type SmtpInbox } from './smtp-inbox.fixture.ts';

describe('the keys of a deployment, by the commands of its operator', () => {
  const folder = temporaryFolder();
  const keyFile = path.join(folder, 'root.key');
  let postgres: TestPostgres;
  let database: PostgresDatabase;
  let inbox: SmtpInbox;
  let app: AppProcess;
  let env: Record<string, string>;
  let tenant: TenantKeys;
  let clinic: PrmClient;
  let appointmentId: string;

  before(async () => {
    postgres = await openTestPostgres();
    database = await createDatabase(postgres.url);
    inbox = await openSmtpInbox();
    env = productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile });
    app = await startApp({ env });
    tenant = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
    clinic = new PrmClient({ apiUrl: app.url, key: tenant.secretKey });
    const { healthcareServiceId } = await setUpPlace(clinic);
    const visitor = new PrmClient({ apiUrl: app.url, key: tenant.publishableKey });
    const { data: slots } = await visitor.slots.search({ healthcareServiceId });
    const hold = await visitor.holds.create({ slotId: first(slots).id });
    const booked = await visitor.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: zyxwina });
    appointmentId = booked.id;
  });
  after(async () => {
    await app?.stop();
    await inbox?.close();
    await database?.drop();
    await postgres?.stop();
  });

  const rootKey = (act: string) => runCommand('manage-root-key', [act], env);
  const patientOf = async () => (await clinic.appointments.get(appointmentId)).patient;
  /** The first line of why the app does not start. */
  const whyNotStarted = async () => {
    const failing = await launchApp({ env });
    assert.equal(await failing.ended, 1);
    return failing.output();
  };

  it('moves to a new root key while requests run, and needs the old one no more', async () => {
    assert.match(await rootKey('status'), /^[0-9a-f]{16} {2}wraps 1 keys of tenants, the newest$/);
    assert.match(await rootKey('add'), /^Added [0-9a-f]{16}\..*npm run root-key -- rotate$/);
    let isRotated = false;
    const rotating = rootKey('rotate').finally(() => (isRotated = true));
    let reads = 0;
    while (!isRotated) {
      assert.equal((await patientOf())?.family, zyxwina.family);
      reads += 1;
      // the rotation waits ten seconds for other processes: read beside it, and leave the machine to other tests
      await wait(50);
    }
    assert.match(
      await rotating,
      /^1 tenants have a new key, 1 keys of patients are wrapped by them, and [1-9]\d* values of staff and others are sealed again\./,
    );
    assert.ok(reads > 5, `${reads} reads`);
    assert.equal(readFileSync(keyFile, 'utf8').trim().split('\n').length, 2);
    assert.match(await rootKey('retire'), /^1 removed\. Backups/);
    assert.equal(readFileSync(keyFile, 'utf8').trim().split('\n').length, 1);
    assert.equal((await patientOf())?.family, zyxwina.family);
    assert.equal(await rootKey('retire'), 'Every root key in the file is needed.');
  });

  it('starts with the new key file alone, and says what to do without it, with another, and with a lost key store', async () => {
    assert.equal(await app.stop(), 0);
    const kept = path.join(folder, 'kept.key');
    renameSync(keyFile, kept);
    for (const told of [await whyNotStarted(), await refuseCommand('manage-root-key', ['status'], env)])
      assert.match(told, /\[key-file-missing\] .*[Pp]ut/);

    writeFileSync(keyFile, `${Buffer.alloc(32, 9).toString('base64')}\n`, { mode: 0o600 });
    for (const told of [
      await whyNotStarted(),
      await refuseCommand('erase', ['--tenant', tenant.tenantId, '--patient', 'pat_x'], env),
    ])
      assert.match(told, /\[key-file-invalid\] .*Put back the key file that belongs to it/);

    copyFileSync(kept, keyFile);
    const stored = await database.query<{ version: number; wrapped: Buffer }>(
      'select version, wrapped from openprm_keys.tenant_key order by version',
    );
    const change = (wrapped: Buffer, version: number) =>
      database.query('update openprm_keys.tenant_key set wrapped = $1 where version = $2', [wrapped, version]);
    const { version, wrapped } = first(stored);
    await change(Buffer.from(wrapped.map((byte, at) => (at === 20 ? byte ^ 1 : byte))), version);
    for (const told of [await whyNotStarted(), await refuseCommand('manage-root-key', ['rotate'], env)])
      assert.match(told, /\[keys-unusable\] tenant-key-changed: .*Restore it from a backup/);
    await change(wrapped, version);

    await database.query('create table kept_keys as select * from openprm_keys.tenant_key where version = 2');
    await database.query('delete from openprm_keys.tenant_key where version = 2');
    assert.match(
      await refuseCommand('manage-root-key', ['rotate'], env),
      /\[keys-unusable\] tenant-key-outdated: .*Restore it from its latest backup/,
    );
    await database.query('insert into openprm_keys.tenant_key select * from kept_keys');
    app = await startApp({ env });
    clinic = new PrmClient({ apiUrl: app.url, key: tenant.secretKey });
    assert.equal((await patientOf())?.family, zyxwina.family);
  });

  it('erases a patient while the server runs, writes it down, and refuses whom there is not', async () => {
    const patientId = (await patientOf())?.id ?? '';
    const erase = ['--tenant', tenant.tenantId, '--patient'];
    assert.match(await refuseCommand('erase', [...erase, 'pat_nobody'], env), /\[config-invalid\] .*has no patient/);
    assert.equal(await runCommand('erase', [...erase, patientId], env), 'Erased. Their visits stay, without a name.');
    assert.equal(await patientOf(), null);
    const list = readFileSync(path.join(folder, 'erasures.jsonl'), 'utf8');
    assert.match(list, new RegExp(patientId));
    assert.doesNotMatch(list, /Zyxwina|Quellhorst/);
    assert.match(await refuseCommand('erase', [...erase, patientId], env), /was erased on \d{4}-\d\d-\d\d already/);
    assert.deepEqual(await database.query('select from openprm_keys.patient_key'), []);

    // nobody adds somebody to the list who was not erased by the server
    await app.stop();
    writeFileSync(path.join(folder, 'erasures.jsonl'), list.replace(patientId, `${patientId}x`));
    assert.match(await whyNotStarted(), /\[erasure-list-changed\] Line 1 .*Put the list back from a copy/);
  });
});
