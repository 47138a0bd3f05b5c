import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { isPrmError, PrmClient } from '@openprm/sdk';
import pg from 'pg';
import { type AppProcess, startApp, temporaryFolder } from './app-process.ts';
import { zyxwina } from './patient.ts';
import { createDatabase, openTestPostgres, type PostgresDatabase, type TestPostgres } from './postgres-database.ts';
import { createTenant, productionEnv, runCommand, type TenantKeys } from './production.ts';
import { type ClinicPlace, first, setUpPlace } from './set-up-clinic.ts';
import { openSmtpInbox, type SmtpInbox } from './smtp-inbox.fixture.ts';

describe('the app with a PostgreSQL and a mail server of its own', () => {
  let postgres: TestPostgres;
  let database: PostgresDatabase;
  let inbox: SmtpInbox;
  let app: AppProcess;
  let env: Record<string, string>;
  let keys: TenantKeys;
  let place: ClinicPlace;
  let clinic: PrmClient;
  let visitor: PrmClient;

  const connect = () => {
    clinic = new PrmClient({ apiUrl: app.url, key: keys.secretKey });
    visitor = new PrmClient({ apiUrl: app.url, key: keys.publishableKey });
  };
  const openSlots = async () => {
    const { data } = await visitor.slots.search({ healthcareServiceId: place.healthcareServiceId, limit: 200 });
    return data;
  };

  before(async () => {
    postgres = await openTestPostgres();
    database = await createDatabase(postgres.url);
    inbox = await openSmtpInbox();
    const keyFile = path.join(temporaryFolder(), 'root.key');
    env = productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile });
    app = await startApp({ env });
  });
  after(async () => {
    await app?.stop();
    await inbox?.close();
    await database?.drop();
    await postgres?.stop();
  });

  it('has nothing of the demo: no data, no keys, no pages', async () => {
    assert.deepEqual(await database.query('select name from tenant'), []);
    const asVisitor = await fetch(`${app.url}/v1/locations?key=pk_demo_riverside`);
    const asClinic = await fetch(`${app.url}/v1/appointments`, {
      headers: { Authorization: 'Bearer sk_demo_riverside' },
    });
    assert.deepEqual([asVisitor.status, asClinic.status], [401, 401]);
    for (const address of ['/outbox', '/outbox/mail_1']) {
      assert.equal((await fetch(app.url + address)).status, 404, address);
    }
    assert.doesNotMatch(await (await fetch(`${app.url}/`)).text(), /prm-booking|Riverside/);
  });

  it('takes a tenant from the command, which prints its keys, and a clinic from its secret key', async () => {
    keys = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
    connect();
    place = await setUpPlace(clinic);
    assert.ok((await openSlots()).length > 0);
    await assert.rejects(
      visitor.organizations.create({ name: 'Not mine' }),
      (error) => isPrmError(error) && 'status' in error && error.status === 403,
    );
  });

  it('takes narrower keys from the command, and stops taking those that were revoked', async () => {
    const tenant = ['--tenant', keys.tenantId];
    const printed = await runCommand(
      'manage-keys',
      ['create', ...tenant, '--kind', 'secret', '--name', 'reports', '--scope', 'clinic:read'],
      env,
    );
    const [, id = '', key = ''] = /^id +(key_\S+)\nkey +(sk_\S+)$/.exec(printed) ?? [];
    const reports = new PrmClient({ apiUrl: app.url, key });
    assert.equal((await reports.locations.list()).data.length, 1);
    await assert.rejects(
      reports.appointments.list(),
      (error) => isPrmError(error) && 'status' in error && error.status === 403,
    );
    await runCommand('manage-keys', ['revoke', ...tenant, '--key', id], env);
    await assert.rejects(
      reports.locations.list(),
      (error) => isPrmError(error) && 'status' in error && error.status === 401,
    );
    const list = await runCommand('manage-keys', ['list', ...tenant], env);
    assert.match(list, new RegExp(`^${id} +secret +revoked +\\S+ +\\d{4}-\\d\\d-\\d\\d +reports +clinic:read$`, 'm'));
  });

  it('takes its first owner by a link from the command, whose page asks for a password', async () => {
    const link = await runCommand(
      'invite-owner',
      ['--tenant', keys.tenantId, '--name', 'Olive Marsh', '--email', 'olive@north.example'],
      { ...env, OPENPRM_PUBLIC_URL: app.url },
    );
    assert.match(link, new RegExp(`^${app.url}/staff/invitation#inv_[0-9a-z]+\\.[\\w-]{43}$`));
    const page = await fetch(link);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /New password/);
  });

  it('books through the SDK, and mails patient and clinic a file that a calendar reads', async () => {
    const slot = first(await openSlots());
    const hold = await visitor.holds.create({ slotId: slot.id });
    const booked = await visitor.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: zyxwina });
    assert.equal(booked.status, 'booked');
    const mail = await inbox.next(({ to }) => to === zyxwina.email);
    assert.equal(mail.from, 'visits@north.example');
    assert.equal(mail.calendar?.start, new Date(slot.start).toISOString());
    assert.deepEqual(
      [mail.calendar?.method, mail.calendar?.sequence, mail.calendar?.status],
      ['REQUEST', 0, 'CONFIRMED'],
    );
    assert.match(mail.text, new RegExp(`${app.url}/manage(\\?lang=[\\w-]+)?#lnk_`));
    assert.doesNotMatch(`${mail.subject}${mail.text}`, /Zyxwina|Quellhorst|First visit/);
    const told = await inbox.next(({ to, text }) => to === 'desk@north.example' && text.includes(booked.id));
    assert.equal(told.calendar?.start, mail.calendar?.start);
  });

  it('on SIGTERM finishes the request that runs, takes no other, and ends with 0', async () => {
    const slot = first(await openSlots());
    const lock = new pg.Client({ connectionString: database.url });
    await lock.connect();
    await lock.query('begin');
    await lock.query('select from practitioner where id = $1 for update', [place.practitionerId]);
    const holding = visitor.holds.create({ slotId: slot.id }, { idempotencyKey: 'in-flight-while-stopping' });
    await untilTrue(
      async () =>
        (
          await database.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).length > 0,
    );

    const stopped = app.stop();
    await untilTrue(() =>
      fetch(`${app.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    await lock.query('commit');
    await lock.end();
    const hold = await holding;
    assert.equal(hold.slot.id, slot.id);
    assert.equal(await stopped, 0);
    assert.doesNotMatch(app.output(), /Zyxwina|Quellhorst|018-7342/i);

    app = await startApp({ env });
    connect();
    const booked = await visitor.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient: zyxwina });
    assert.equal(booked.start, slot.start);
  });

  it('keeps everything over a restart', async () => {
    const before = await clinic.appointments.list({ limit: 200 });
    assert.equal(before.data.length, 2);
    assert.equal(await app.stop(), 0);
    app = await startApp({ env });
    connect();
    const again = await clinic.appointments.list({ limit: 200 });
    assert.deepEqual(again.data, before.data);
    assert.equal(again.data[0]?.patient?.family, zyxwina.family);
    const { id } = first(again.data);
    const cancelled = await clinic.appointments.cancel({ id, reason: 'prov' });
    assert.equal(cancelled.sequence, 1);
    const mail = await inbox.next(({ to, calendar }) => to === zyxwina.email && calendar?.method === 'CANCEL');
    assert.equal(mail.calendar?.sequence, 1);
  });
});

/** Asks until it is so. @throws after 20 s */
async function untilTrue(isSo: () => Promise<boolean>): Promise<void> {
  const timeout = AbortSignal.timeout(20_000);
  while (!(await isSo())) {
    timeout.throwIfAborted();
    await wait(20);
  }
}
