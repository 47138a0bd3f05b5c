import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  arriveAppointment,
  createApiKey,
  createAppointment,
  createHold,
  createOrganization,
  getAppointment,
  listApiKeys,
  listLocations,
  listOrganizations,
  listStaff,
  revokeApiKey,
  updateApiKey,
  updateStaff,
  type EndpointInput,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { bookSlot, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { enrolOwner, enrolStaff } from '../../../testing/staff.fixture.ts';
import type { NewTenant } from '../../tenants/create-tenant.ts';

describe(`keys by API on ${testDatabase}`, () => {
  let server: TestServer;
  let tenant: NewTenant;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());
  beforeEach(async () => {
    tenant = await server.createTenant();
  });

  const asAll = () => ({ credential: tenant.secretKey });
  const secret = (name: string, ...scopes: string[]) => ({ body: { kind: 'secret' as const, name, scopes } });
  const page = (name: string, ...origins: string[]) => ({ body: { kind: 'publishable' as const, name, origins } });
  const rowsOf = async (id: string) =>
    (
      await server.ports.database
        .selectFrom('audit_event')
        .select(['action', 'principal'])
        .where('resource_id', '=', id)
        .orderBy('occurred_at')
        .execute()
    ).map(({ action, principal }) => `${action} ${principal.split(':')[0]}`);

  it('are made with scopes, shown once, listed without themselves, and end at once', async () => {
    const made = await server.call(createApiKey, secret('reports', 'clinic:read'), asAll());
    assert.match(made.key, /^sk_[\w-]{43}$/);
    const { key, ...rest } = made;
    assert.deepEqual(
      { ...rest, id: '', createdOn: '' },
      {
        id: '',
        kind: 'secret',
        name: 'reports',
        scopes: ['clinic:read'],
        origins: [],
        createdOn: '',
        lastUsedOn: null,
        isLive: true,
      },
    );
    assert.equal((await server.answer(listOrganizations, { query: {} }, { credential: key })).status, 200);
    assert.equal(
      (await server.answer(createOrganization, { body: { name: 'x' } }, { credential: key })).problem.code,
      'permission-denied',
    );
    const { data } = await server.call(listApiKeys, { query: {} }, asAll());
    assert.deepEqual(
      data.find(({ id }) => id === made.id),
      { ...rest, lastUsedOn: new Date().toISOString().slice(0, 10) },
    );
    assert.ok(!JSON.stringify(data).includes(key));
    const { rows } = await sql<{ row: string }>`select api_key::text as row from api_key`.execute(
      server.ports.database,
    );
    assert.ok(rows.every(({ row }) => !row.includes(key.slice(3))));

    const revoked = await server.call(revokeApiKey, { params: { id: made.id }, body: {} }, asAll());
    assert.equal(revoked.isLive, false);
    assert.equal((await server.answer(listOrganizations, { query: {} }, { credential: key })).status, 401);
    assert.deepEqual(await server.call(revokeApiKey, { params: { id: made.id }, body: {} }, asAll()), revoked);
    assert.deepEqual(await rowsOf(made.id), ['createApiKey secret', 'revokeApiKey secret', 'revokeApiKey secret']);
  });

  describe('end also for who is still sending', () => {
    /** Calls with a body of which the rest comes only after something else was done. @returns the status, and the problem's code */
    const whileSending = async (path: string, credential: string, body: object, act: () => Promise<unknown>) => {
      const bytes = new TextEncoder().encode(JSON.stringify(body));
      const { promise: isRead, resolve: tellRead } = Promise.withResolvers<void>();
      const stream = new ReadableStream<Uint8Array>(
        {
          // asked for when somebody reads, and that is after who calls was looked up
          async pull(controller) {
            tellRead();
            await isActed;
            controller.enqueue(bytes);
            controller.close();
          },
        },
        { highWaterMark: 0 },
      );
      const isActed = isRead.then(act);
      const response = await server.core.api.request(`https://app.example${path}`, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${credential}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': crypto.randomUUID(),
        },
        body: stream,
        duplex: 'half',
      } as RequestInit);
      const { code } = (await response.json()) as { readonly code?: string };
      return [response.status, code];
    };

    it('a key that is revoked meanwhile', async () => {
      const made = await server.call(createApiKey, secret('stolen', 'all'), asAll());
      const more = secret('more', 'all').body;
      const revoke = () => server.call(revokeApiKey, { params: { id: made.id }, body: {} }, asAll());
      assert.deepEqual(await whileSending('/v1/api-keys', made.key, more, revoke), [401, 'credential-invalid']);
      const { data } = await server.call(listApiKeys, { query: {} }, asAll());
      assert.ok(data.every(({ name }) => name !== 'more'));
      assert.deepEqual(await whileSending('/v1/api-keys', tenant.secretKey, more, async () => undefined), [
        201,
        undefined,
      ]);
    });

    it('a key of pages that is revoked', async () => {
      const site = await server.call(createApiKey, page('site', 'https://one.example'), asAll());
      const revoke = () => server.call(revokeApiKey, { params: { id: site.id }, body: {} }, asAll());
      assert.deepEqual(await whileSending('/v1/sign-in-codes', site.key, { email: 'dana@example.org' }, revoke), [
        401,
        'credential-invalid',
      ]);
    });

    it('staff who are suspended, or get another role', async () => {
      const owner = await enrolOwner(server, tenant.tenantId, 'owner@keys.example');
      const desk = await enrolStaff(server, owner, 'front-desk', 'desk@keys.example');
      const { data: staff } = await server.call(listStaff, { query: {} }, { credential: owner.session });
      const { id = '' } = staff.find(({ email }) => email === desk.email) ?? {};
      const change = (body: EndpointInput<typeof updateStaff>['body']) => () =>
        server.call(updateStaff, { params: { id }, body }, { credential: owner.session });
      const search = (act: () => Promise<unknown>) =>
        whileSending('/v1/patients/search', desk.session, { email: 'dana@example.org' }, act);
      assert.deepEqual(await search(async () => undefined), [200, undefined]);
      assert.deepEqual(await search(change({ role: 'volunteer' })), [403, 'permission-denied']);
      await change({ role: 'front-desk' })();
      assert.deepEqual(await search(change({ status: 'suspended' })), [401, 'credential-expired']);
    });
  });

  it('give the same key to a retry, and are two of a name and not three, also when many come at once', async () => {
    const once = { ...asAll(), idempotencyKey: 'one-intent' };
    const first = await server.call(createApiKey, secret('sync', 'clinic:read'), once);
    assert.deepEqual(await server.call(createApiKey, secret('sync', 'clinic:read'), once), first);
    const more = await Promise.all(
      Array.from({ length: 5 }, () => server.answer(createApiKey, secret('sync', 'clinic:read'), asAll())),
    );
    assert.deepEqual(more.map(({ status }) => status).toSorted(), [201, 409, 409, 409, 409]);
    await server.call(revokeApiKey, { params: { id: first.id }, body: {} }, asAll());
    await server.call(createApiKey, secret('sync', 'clinic:read'), asAll());
  });

  it('for pages change their origins at once, and only live ones do', async () => {
    const site = await server.call(createApiKey, page('site', 'https://one.example'), asAll());
    const from = async (origin: string) =>
      (await server.answer(listLocations, { query: {} }, { credential: site.key, origin })).status;
    assert.deepEqual([await from('https://one.example'), await from('https://two.example')], [200, 403]);
    const input = { params: { id: site.id }, body: { origins: ['https://two.example', 'https://two.example'] } };
    assert.deepEqual((await server.call(updateApiKey, input, asAll())).origins, ['https://two.example']);
    assert.deepEqual([await from('https://one.example'), await from('https://two.example')], [403, 200]);
    await server.call(revokeApiKey, { params: { id: site.id }, body: {} }, asAll());
    assert.equal((await server.answer(updateApiKey, input, asAll())).status, 404);
    for (const origins of [['https://a.example/path'], ['http://a.example'], ['nothing']]) {
      const { status, problem } = await server.answer(createApiKey, page('other', ...origins), asAll());
      assert.deepEqual([status, problem.issues?.[0]?.path], [422, '/body/origins/0']);
    }
  });

  it('give nobody what they do not hold', async () => {
    const create = async (credential: string, ...scopes: string[]) =>
      (await server.answer(createApiKey, secret(`of ${scopes.join()}`, ...scopes), { credential })).status;
    const { key } = await server.call(createApiKey, secret('keeper', 'keys:write', 'clinic:read'), asAll());
    assert.deepEqual(
      [
        await create(key, 'clinic:read'),
        await create(key, 'clinic:read', 'patients:read'),
        await create(key, 'all'),
        await create(key, 'own-session'),
        await create(key, 'nothing:here'),
        await create(key),
      ],
      [201, 403, 403, 422, 422, 422],
    );
    const reader = await server.call(createApiKey, secret('reader', 'clinic:read'), asAll());
    assert.equal(await create(reader.key, 'clinic:read'), 403);
    assert.equal(await create(tenant.publishableKey, 'clinic:read'), 403);

    const owner = await enrolOwner(server, tenant.tenantId);
    assert.equal(await create(owner.session, 'all'), 201);
    const clinician = await enrolStaff(server, owner, 'clinician');
    assert.equal(await create(clinician.session, 'clinic:read'), 403);
  });

  it('that may change appointments and not read them are told nobody by it', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic, 2);
    const visit = await bookSlot(server, clinic, nth(slots, 0));
    const keyOf = async (...scopes: string[]) => ({
      credential: (await server.call(createApiKey, secret(scopes.join(), ...scopes), { credential: clinic.secretKey }))
        .key,
    });
    const [writer, greeter, reader] = [
      await keyOf('appointments:write'),
      await keyOf('appointments:arrive'),
      await keyOf('appointments:write', 'patients:read'),
    ];
    const at = { params: { id: visit.id }, body: {} };
    const book = async (slot: number, as: { credential: string }) => {
      const hold = await server.call(createHold, { body: { slotId: nth(slots, slot).id } }, as);
      const body = { holdId: hold.id, holdSecret: hold.secret, patientId: visit.patient.id };
      return server.call(createAppointment, { body }, as);
    };
    assert.equal((await server.answer(getAppointment, { params: at.params }, writer)).status, 403);
    const booked = await book(4, writer);
    assert.deepEqual([booked.status, booked.patient, booked.access], ['booked', null, null]);
    const arrived = await server.call(arriveAppointment, at, greeter);
    assert.deepEqual([arrived.status, arrived.patient], ['arrived', null]);
    assert.equal((await book(8, reader)).patient?.id, visit.patient.id);
  });

  it('of another clinic are neither seen, changed nor revoked', async () => {
    const other = await server.createTenant();
    const site = await server.call(createApiKey, page('site'), { credential: other.secretKey });
    const { data } = await server.call(listApiKeys, { query: {} }, asAll());
    assert.ok(data.every(({ id }) => id !== site.id));
    const params = { id: site.id };
    const refused = [
      await server.answer(revokeApiKey, { params, body: {} }, asAll()),
      await server.answer(updateApiKey, { params, body: { origins: [] } }, asAll()),
    ];
    assert.deepEqual(
      refused.map(({ status }) => status),
      [404, 404],
    );
    assert.equal((await server.answer(listLocations, { query: {} }, { credential: site.key })).status, 200);
  });
});
