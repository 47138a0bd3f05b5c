import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createHold,
  createOrganization,
  getAppointment,
  listHealthcareServices,
  listLocations,
  searchSlots,
} from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { readAnswer } from '../../testing/answer.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { type TestClinic, bookSlot, nth, openSlots, setUpClinic } from '../../testing/clinic-setup.fixture.ts';
import { maxBodyBytes } from './read-body.ts';

describe(`HTTP on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
  });
  after(() => server.close());

  const send = async (path: string, init: RequestInit = {}) => {
    const response = await server.core.api.request(`https://app.example${path}`, init);
    const text = await readAnswer(response);
    return {
      status: response.status,
      headers: response.headers,
      problem: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    };
  };
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    send('/v1/organizations', {
      method: 'POST',
      body,
      headers: {
        authorization: `Bearer ${clinic.secretKey}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...headers,
      },
    });

  it('answers bad bodies with a code each, and changes nothing', async () => {
    const count = async () => {
      const { rows } = await sql<{ n: number }>`select count(*)::integer as n from organization`.execute(
        server.open.database,
      );
      return rows[0]?.n;
    };
    const before = await count();
    const codes = [
      await post('{"name":'),
      await post(new Uint8Array([0xff, 0xfe, 0x00])),
      await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
      await post(JSON.stringify({ name: 'x'.repeat(maxBodyBytes) })),
      await post('[]'),
      await post('null'),
      await post('{}'),
      await post('{"name":"x","admin":true}'),
      await post('{"name":{"$gt":""}}'),
      await post('{"name":"a\\u0000b"}'),
    ].map((answer) => [answer.status, answer.problem['code']]);
    assert.deepEqual(codes, [
      [400, 'malformed-request'],
      [400, 'malformed-request'],
      [415, 'unsupported-media-type'],
      [413, 'body-too-large'],
      [422, 'validation-failed'],
      [422, 'validation-failed'],
      [422, 'validation-failed'],
      [422, 'validation-failed'],
      [422, 'validation-failed'],
      [422, 'validation-failed'],
    ]);
    assert.equal(await count(), before);
  });

  it('names each refused value by its place, and never repeats what was sent', async () => {
    const { problem } = await post(JSON.stringify({ name: 'Dana\u0007Reyes', email: 'dana reyes', 'Dana Reyes': 1 }));
    const places = (problem['issues'] as { path: string }[]).map(({ path }) => path).sort();
    assert.deepEqual(places, ['/body', '/body/email', '/body/name']);
    assert.doesNotMatch(JSON.stringify(problem), /Dana|dana|Reyes/);
  });

  it('wants an Idempotency-Key with every POST, and a credential with every call', async () => {
    const headers = { authorization: `Bearer ${clinic.secretKey}`, 'content-type': 'application/json' };
    const { problem } = await send('/v1/organizations', { method: 'POST', body: '{"name":"x"}', headers });
    assert.equal(problem['code'], 'idempotency-key-required');
    for (const row of endpointRows) {
      const path = row.path.replace(/\{\w+\}/g, 'apt_00000000');
      const answer = await send(path, {
        method: row.method,
        headers: { 'idempotency-key': 'k', 'content-type': 'application/json' },
      });
      assert.deepEqual([row.name, answer.status, answer.problem['code']], [row.name, 401, 'credential-required']);
    }
  });

  it('lets each endpoint be called by the principals that its row names, and by no other', async () => {
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    const credentials = {
      publishable: clinic.publishableKey,
      secret: clinic.secretKey,
      patient: booked.access.token,
    } as const;
    for (const row of endpointRows) {
      for (const [kind, credential] of Object.entries(credentials)) {
        const path = row.path.replace(/\{\w+\}/g, 'apt_00000000');
        const { problem } = await send(path, {
          method: row.method,
          headers: {
            authorization: `Bearer ${credential}`,
            'idempotency-key': crypto.randomUUID(),
            'content-type': 'application/json',
          },
          ...(row.method === 'GET' ? {} : { body: '{"nothing":"that fits"}' }),
        });
        const isDenied = problem['code'] === 'permission-denied';
        const kinds: readonly string[] = row.access;
        assert.equal(isDenied, !kinds.includes(kind), `${row.name} as ${kind}`);
      }
    }
  });

  it('refuses keys that are none, are revoked, stand in the wrong place, or belong to the demo', async () => {
    const codeOf = async (path: string, authorization?: string) =>
      (await send(path, { headers: authorization === undefined ? {} : { authorization } })).problem['code'];
    assert.equal(await codeOf('/v1/locations', 'Bearer nonsense'), 'credential-invalid');
    assert.equal(await codeOf('/v1/locations', 'Basic abc'), 'credential-invalid');
    assert.equal(await codeOf(`/v1/locations?key=${clinic.secretKey}`), 'credential-invalid');
    assert.equal(await codeOf('/v1/locations?key=pk_demo_riverside'), 'credential-invalid');
    assert.equal(await codeOf('/v1/locations', 'Bearer sk_demo_riverside'), 'credential-invalid');
    assert.equal(
      await codeOf('/v1/locations', 'Bearer ses_eyJhbGciOiJub25lIn0.eyJpc3MiOiJ0ZW5fYSJ9.'),
      'credential-invalid',
    );
    const old = await server.createTenant('Old keys');
    await sql`update api_key set revoked_at = now() where tenant_id = ${old.tenantId}`.execute(server.open.database);
    assert.equal(await codeOf(`/v1/locations?key=${old.publishableKey}`), 'credential-invalid');
  });

  it('reads a query strictly: each parameter once, and no secret in an address', async () => {
    const codeOf = async (path: string, init: RequestInit = {}) => (await send(path, init)).problem['code'];
    const { publishableKey: key } = clinic;
    assert.equal(await codeOf(`/v1/locations?key=${key}&limit=1&limit=2`), 'validation-failed');
    assert.equal(await codeOf(`/v1/locations?key=${key}&surprise=1`), 'validation-failed');
    assert.equal(await codeOf(`/v1/locations?key=${key}&limit=many`), 'validation-failed');
    const headers = {
      authorization: `Bearer ${clinic.secretKey}`,
      'content-type': 'application/json',
      'idempotency-key': 'k',
    };
    const body = '{"name":"x"}';
    for (const leaked of [key, clinic.secretKey]) {
      assert.equal(
        await codeOf(`/v1/organizations?key=${leaked}`, { method: 'POST', body, headers }),
        'credential-invalid',
      );
    }
  });

  it("takes a publishable key from the clinic's origins only, and says so in words that the page can read", async () => {
    const from = (origin: string) => server.answer(listLocations, {}, { credential: clinic.publishableKey, origin });
    assert.equal((await from('https://clinic.example')).status, 200);
    assert.equal((await from('https://app.example')).status, 200);
    for (const origin of [
      'https://evil.example',
      'https://clinic.example.evil.example',
      'http://clinic.example',
      'null',
    ]) {
      const refused = await from(origin);
      assert.equal(refused.problem.code, 'origin-not-allowed');
      assert.equal(refused.headers.get('access-control-allow-origin'), '*');
      assert.match(refused.headers.get('access-control-expose-headers') ?? '', /\bDate\b/);
      assert.equal(refused.headers.get('date'), new Date(server.clock.now()).toUTCString());
    }
  });

  it('answers public reads to caches with an ETag, and everything personal with no-store', async () => {
    const url = `/v1/healthcare-services?key=${clinic.publishableKey}`;
    const first = await send(url);
    assert.match(first.headers.get('cache-control') ?? '', /public, max-age=\d+/);
    const again = await send(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    assert.equal(again.status, 304);
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 8));
    const personal = await server.answer(
      getAppointment,
      { params: { id: booked.id } },
      { credential: clinic.secretKey },
    );
    assert.equal(personal.headers.get('cache-control'), 'no-store');
    // A key in a header is in no cache's name for the answer.
    for (const credential of [clinic.secretKey, clinic.publishableKey]) {
      const inHeader = await server.answer(listHealthcareServices, {}, { credential });
      assert.equal(inHeader.headers.get('cache-control'), 'no-store');
    }
    const refused = await server.answer(searchSlots, { query: {} }, { credential: clinic.publishableKey });
    assert.equal(refused.headers.get('cache-control'), 'no-store');
  });

  it('says with every answer, refusals too, that it is data: no script, no frame, no sniffing, no referrer', async () => {
    const answers = [
      await send('/v1/openapi.json'),
      await send('/healthz'),
      await send(`/v1/locations?key=${clinic.publishableKey}`),
      await send('/v1/locations'),
      await send('/v1/nothing'),
      await send('/v1/slots', { method: 'DELETE' }),
      await send('/v1/holds', { method: 'OPTIONS' }),
      await post('{"name":'),
      await post(JSON.stringify({ name: 'x'.repeat(maxBodyBytes) })),
    ];
    for (const { status, headers } of answers) {
      assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'", `${status}`);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', `${status}`);
      assert.equal(headers.get('x-frame-options'), 'DENY', `${status}`);
      assert.equal(headers.get('referrer-policy'), 'no-referrer', `${status}`);
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin', `${status}`);
    }
  });

  it('lets a browser ask from anywhere before it calls', async () => {
    const preflight = await server.core.api.request('https://app.example/v1/holds', {
      method: 'OPTIONS',
      headers: { origin: 'https://clinic.example' },
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /Idempotency-Key/);
  });

  it('tells an unknown address from a method that an address does not take', async () => {
    assert.equal((await send('/v1/nothing')).problem['code'], 'not-found');
    const wrong = await send('/v1/slots', { method: 'DELETE' });
    assert.deepEqual(
      [wrong.status, wrong.problem['code'], wrong.headers.get('allow')],
      [405, 'method-not-allowed', 'GET'],
    );
    const foreign = await server.answer(
      getAppointment,
      { params: { id: '../../etc/passwd' } },
      { credential: clinic.secretKey },
    );
    assert.equal(foreign.status, 404);
  });

  it('serves an OpenAPI 3.1 document of every row', async () => {
    const { problem: document } = await send('/v1/openapi.json');
    assert.equal(document['openapi'], '3.1.0');
    const operations = Object.values(
      document['paths'] as Record<string, Record<string, { operationId: string }>>,
    ).flatMap((methods) => Object.values(methods));
    assert.deepEqual(
      operations.map(({ operationId }) => operationId).sort(),
      endpointRows.map(({ name }) => name).sort(),
    );
  });

  it('says that it is not available while the database is away, and remembers nothing of the attempt', async () => {
    const lost = await openTestServer();
    const { publishableKey } = await lost.createTenant();
    await lost.close();
    const refused = await lost.answer(
      createHold,
      { body: { slotId: 'slot_abcdefgh' } },
      { credential: publishableKey },
    );
    assert.deepEqual([refused.status, refused.problem.code], [503, 'service-unavailable']);
    assert.equal(refused.headers.get('retry-after'), '2');
    const health = await lost.core.api.request('https://app.example/healthz');
    assert.equal(health.status, 503);
  });

  it('takes a body that breaks off for what it is, and not for a database that is away', async () => {
    server.logLines.length = 0;
    const gone = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
    const response = await server.core.api.request('https://app.example/v1/organizations', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${clinic.secretKey}`,
        'content-type': 'application/json',
        'idempotency-key': 'broken-off',
      },
      body: new ReadableStream({ pull: () => Promise.reject(gone) }),
      // @ts-expect-error the types of fetch do not know it yet
      duplex: 'half',
    });
    assert.equal(response.status, 400);
    assert.match(await response.text(), /malformed-request/);
    assert.doesNotMatch(server.logLines.join(), /unavailable|error/);
  });

  it('writes one line for each request, without what was sent, asked for or answered', async () => {
    server.logLines.length = 0;
    await server.answer(
      createOrganization,
      { body: { name: 'Plantedname', email: 'planted@example.org' } },
      { credential: clinic.secretKey },
    );
    await bookSlot(server, clinic, nth(await openSlots(server, clinic), 16));
    await server.answer(getAppointment, { params: { id: 'apt_plantedid' } }, { credential: clinic.secretKey });
    await server.answer(createOrganization, { body: { name: 'x' } }, { credential: clinic.publishableKey });
    const refused = server.logLines.map(
      (line) => JSON.parse(line) as { readonly status?: number; readonly who?: string },
    );
    assert.match(refused.find(({ status }) => status === 404)?.who ?? '', /^secret:key_/, 'a key that tries is named');
    assert.equal(refused.find(({ status }) => status === 403)?.who, undefined);
    const log = server.logLines.join('\n');
    assert.match(log, /"route":"\/v1\/appointments"/);
    assert.doesNotMatch(log, /[Pp]lanted|Dana|Reyes|dana@|010-1234|sk_|pk_|ses_|1984/);
  });
});
