import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { getAppointment } from '@openprm/contract';
import { sql } from 'kysely';
import { bookSlot, dana, nth, openSlots, setUpClinic } from '../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { listOutbox } from '../features/mail/outbox-channel.ts';
import { inTenant } from '../database/tenant-transaction.ts';
import { once } from '../http/idempotency.ts';
import { upgradeFirstRelease } from './first-release.ts';
import { createRootKeys } from './root-keys.ts';
import { createKeys } from './tenant-keys.ts';

/** What the first release wrote for one tenant with a root key of 32 times the byte 7: taken from it, not made by this code. */
const firstRelease = {
  tenantId: 'ten_firstrelease',
  patient:
    '8bfe192124a7315307cd8aeb18540608a59064362dd126ae3b50db11db88f22a5b601b24282d15a82dd3ef4bf68f9f940028ffd1f376fb3349ef8454db25436f4e2c21d988d62884dd919471eafdab6ff40a36855b6eb2f806f05b497e8bdb2d769483006e0334dc89e0c72f93e0617faaaca692d79fec6c012c7d1b28898bdd021f6248b5c614f70dc4',
  answer:
    '6f26083385c83828d3ae75ec3f414588394050d786df17938101dac82c49fe7f6ee6f91d70e52727bf3b7dafda4cf73e17505adda299a2ba19ceedf3500623c29e6f113d88c099a1353d42429d67119048ff7ef7356b8f1fbc303d7b032cafed92da5629b4ff8cd5a707a6a9e789d065550cf6f79267f231e7d4c9b7a92b0ad0d2023690fc9313ed074dcd9ac9b44595c887c91b2de56f6df19df1b9ea86b877807beb7394e872ea9e8beac8499c8e9e1e7ec4410c98b5953888f17774705903',
  outbox:
    '6d83e97e764fce4ee49d0f8fb8da771a8e3437df68308383086a2b03f5fde4049228c40730c98e8d6f837f0e160f1e28599b7331440b5c87a5ed38946e668f7dc641edb201d78b2dc858c82d5b7b21bae52e00111cbbd478f23b1c6456999489fe34fe048a0d1b05c9dccc89075757dbd84e2288c98d26b26b1e85f6c18a0641cc1a429b8caf53389215c3f64524c388d820f0c07be4a6f6b4b76d8878c099d5117a2d14f4d29216436bca6c3fa389c7a9fdf226cdcb4736491d0a078fb2bae00c958cb25a21',
  macs: {
    idempotency: 'ae40a4f731af9a51e26048f112689f08a688275a6d06f13f547c14aaec75d738',
    link: '847806cd12c307e72a03582de9c5bc2f258e5d24c64e1dcd06dbd3e256718718',
    audit: '9c3a4b40e71695e2953eff1daaa9ad144354c453a4c6caf9c4b69f7c0b3a6870',
  },
  signing: '3b7048ec1d7d5d3ffbe2997b0f68638732c59a1baadb12c20a3619a1be48d3f2',
};
const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const hex = (of: Uint8Array) => Buffer.from(of).toString('hex');

describe(`a database of the first release on ${testDatabase}`, () => {
  let server: TestServer;
  let appointmentId: string;
  let clinic: Awaited<ReturnType<typeof setUpClinic>>;
  const { tenantId } = firstRelease;

  before(async () => {
    server = await openTestServer();
    // a booking of today becomes one of the first release: its patient's row is replaced by what that wrote
    clinic = await setUpClinic(server);
    const { database } = server.open;
    const { id } = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 3));
    appointmentId = id;
    const scope = { principal: 'publishable:key_1', route: 'POST /v1/appointments', key: 'first' };
    await database.insertInto('tenant').values({ tenant_id: tenantId, name: 'First', first_release: true }).execute();
    const { keys } = server.ports;
    await database
      .insertInto('patient')
      .values({ tenant_id: tenantId, id: 'pat_first0001', sealed: bytes(firstRelease.patient), language: null })
      .execute();
    await database
      .insertInto('idempotency_key')
      .values({
        tenant_id: tenantId,
        ...scope,
        status: 201,
        answer: bytes(firstRelease.answer),
        body_hash: bytes(firstRelease.macs.idempotency),
      })
      .execute();
    await database
      .insertInto('outbox_mail')
      .values({ tenant_id: tenantId, id: 'mail_first0001', sealed: bytes(firstRelease.outbox), patient_id: null })
      .execute();
    for (const table of ['patient', 'idempotency_key', 'outbox_mail'] as const) {
      await database.updateTable(table).set({ format: 1 }).where('tenant_id', '=', tenantId).execute();
    }
    await assert.rejects(
      createKeys({ database, rootKeys: createRootKeys(() => [new Uint8Array(32).fill(9)]) }).prepare(tenantId),
      { code: 'root-key-wrong' },
    );
    assert.ok(await upgradeFirstRelease({ database, keys }));
  });
  after(() => server.close());

  it('keeps the keys that it had, so that its links, tokens and audit go on', async () => {
    const { keys } = server.ports;
    for (const purpose of ['idempotency', 'link', 'audit'] as const) {
      assert.equal(hex(await keys.mac(tenantId, purpose, 'the same words')), firstRelease.macs[purpose]);
    }
    assert.equal(hex(await keys.signingKey(tenantId)), firstRelease.signing);
  });

  it('has its patients under keys of their own, and found by their indexes', async () => {
    const { rows } = await sql<{ key: boolean; indexed: number; format: number }>`
      select format, exists (select from openprm_keys.patient_key where tenant_id = ${tenantId} and patient_id = patient.id) as key,
        (select count(*)::integer from patient_index where tenant_id = ${tenantId} and patient_id = patient.id) as indexed
      from patient where tenant_id = ${tenantId}`.execute(server.open.database);
    assert.deepEqual(rows, [{ format: 2, key: true, indexed: 3 }]);
  });

  it("gives a remembered answer again, sealed with its patient's key", async () => {
    const { keys, database } = server.ports;
    const scope = {
      principal: 'publishable:key_1',
      route: 'POST /v1/appointments',
      key: 'first',
      content: 'the same words',
    };
    const answer = await inTenant(database, tenantId, (tx) =>
      once({ tx, tenantId, keys, requestId: 'req_1' }, scope, () => Promise.reject(new Error('again')), new Set()),
    );
    const { email } = dana;
    assert.deepEqual(answer, {
      status: 201,
      body: {
        id: 'apt_first0001',
        patient: {
          id: 'pat_first0001',
          given: 'Dana',
          family: 'Reyes',
          birthDate: '1984-03-14',
          phone: '(555) 010-1234',
          email,
        },
      },
      replayed: true,
    });
    const row = await database
      .selectFrom('idempotency_key')
      .select('patient_ids')
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst();
    assert.deepEqual(row?.patient_ids, ['pat_first0001']);
  });

  it('shows its outbox', async () => {
    const [mail] = (await listOutbox(server.ports, tenantId)).mails;
    assert.equal(mail?.text, 'Hello Dana');
  });

  it('is upgraded once, and leaves what is new alone', async () => {
    assert.equal(await upgradeFirstRelease(server.ports), 0);
    const { patient } = await server.call(
      getAppointment,
      { params: { id: appointmentId } },
      { credential: clinic.secretKey },
    );
    assert.equal(patient?.given, dana.given);
  });
});
