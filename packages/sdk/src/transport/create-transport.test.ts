import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { createHold, deleteBusyTime, getAppointment, listLocations, putBusyTime, searchSlots } from '@openprm/contract';
import { appointmentFixture, holdFixture, riversideFixture, slotFixture } from '@openprm/testing';
import { isPrmError } from '../errors/is-prm-error.ts';
import { RateLimitError } from '../errors/rate-limit-error.ts';
import { startApi, problem } from './api-server.fixture.ts';
import { fakeClock } from './clock.fixture.ts';
import type { TransportOptions } from './create-lean-transport.ts';
import { createTransport } from './create-transport.ts';
import { type Transport, withCredential } from './transport.ts';

async function setUp(t: TestContext, options: Partial<TransportOptions> = {}) {
  const api = await startApi(t);
  const clock = fakeClock();
  const transport = createTransport({ apiUrl: api.url, credential: 'pk_test_riverside', ...options }, clock);
  return { api, clock, transport };
}

const locations = { body: { data: [riversideFixture], nextCursor: null } };
const created = { status: 201, body: holdFixture() };
const hold = { body: { slotId: 'slot_0001' } };
const busy = { practitionerId: 'prc_0001', start: '2026-11-26T10:00:00Z', end: '2026-11-26T11:00:00Z' };

describe('a request', () => {
  test('with a publishable key is a GET with the key in its query and no header of its own', async (t) => {
    let sent: Request | undefined;
    const fetch: typeof globalThis.fetch = (input, init) => {
      sent = new Request(input, init);
      return globalThis.fetch(input, init);
    };
    const { api, transport } = await setUp(t, { fetch });
    api.plan(locations);
    await transport.call(listLocations, { query: { limit: 2 } }, { locale: 'es', idempotencyKey: '0123456789abcdef' });
    assert.deepEqual(api.arrived[0]?.query, { limit: '2', key: 'pk_test_riverside' });
    assert.deepEqual([...(sent?.headers.keys() ?? ['nothing was sent'])], []);
    assert.equal(api.arrived[0]?.headers.authorization, undefined);
    assert.equal(api.arrived[0]?.headers['content-type'], undefined);
    assert.deepEqual([sent?.credentials, sent?.redirect, sent?.referrerPolicy], ['omit', 'error', 'strict-origin']);
  });

  test('tells the server’s time by each answer that says it, a refusal too', async (t) => {
    const told: number[] = [];
    const { api, transport } = await setUp(t, { onServerTime: (now) => told.push(now), retryBudgetMs: 0 });
    const date = 'Tue, 20 Jan 2026 10:00:00 GMT';
    const headers = { 'content-type': 'application/json', date };
    api.plan({ ...locations, headers }, problem(404, 'not-found', {}, { date }), {
      ...locations,
      headers: { ...headers, date: 'some time' },
    });
    const list = () => transport.call(listLocations, { query: {} });
    await list();
    await assert.rejects(list());
    await list();
    assert.deepEqual(told, [Date.parse(date), Date.parse(date)]);
  });

  test('with any other credential carries it as a bearer, and never in the address', async (t) => {
    const { api, transport } = await setUp(t, { credential: () => 'sk_test_riverside' });
    api.plan(locations);
    await transport.call(listLocations, { query: {} }, { locale: 'es-US' });
    assert.equal(api.arrived[0]?.headers.authorization, 'Bearer sk_test_riverside');
    assert.equal(api.arrived[0]?.headers['accept-language'], 'es-US');
    assert.deepEqual(api.arrived[0]?.query, {});
  });

  test('asks for its credential each time, and can act with another one', async (t) => {
    let n = 0;
    const { api, transport } = await setUp(t, { credential: () => `ses_${++n}` });
    api.plan({ body: appointmentFixture() });
    const read = (by: Transport) => by.call(getAppointment, { params: { id: 'apt_0001' } });
    await read(transport);
    await read(transport);
    await read(withCredential(withCredential(transport, 'lnk_inner'), 'lnk_outer'));
    const bearers = api.arrived.map(({ headers }) => headers.authorization);
    assert.deepEqual(bearers, ['Bearer ses_1', 'Bearer ses_2', 'Bearer lnk_outer']);
  });

  test('keeps the path of the address and encodes its parameters', async (t) => {
    const { api, clock } = await setUp(t);
    const transport = createTransport({ apiUrl: `${api.url}/prm/`, credential: 'sk_test_riverside' }, clock);
    api.plan({ status: 204 });
    const answer = await transport.call(deleteBusyTime, { params: { externalId: 'a/b?c' } });
    assert.equal(answer, undefined);
    assert.equal(api.arrived[0]?.path, '/prm/v1/busy-times/a%2Fb%3Fc');
    assert.equal(api.arrived[0]?.method, 'DELETE');
    assert.equal(api.arrived[0]?.headers['idempotency-key'], undefined);
  });

  test('with a body sends JSON and, as a POST, an idempotency key', async (t) => {
    const { api, transport } = await setUp(t);
    api.plan(created);
    await transport.call(createHold, hold);
    await transport.call(createHold, hold, { idempotencyKey: 'my-own-key-000001' });
    const [first, second] = api.arrived;
    assert.deepEqual(JSON.parse(first?.body ?? ''), hold.body);
    assert.match(String(first?.headers['content-type']), /^application\/json/);
    assert.match(String(first?.headers['idempotency-key']), /^[0-9a-f]{32}$/);
    assert.equal(second?.headers['idempotency-key'], 'my-own-key-000001');
  });

  test('that cannot be one is refused before it is sent, without quoting it', async (t) => {
    const { api, transport } = await setUp(t, { credential: 'sk_with\nnewline' });
    const quoted = (error: unknown) => error instanceof TypeError && !/newline|short/.test(String(error));
    await assert.rejects(transport.call(createHold, hold), quoted);
    const other = withCredential(transport, 'sk_test');
    await assert.rejects(other.call(createHold, hold, { idempotencyKey: 'with a space, short' }), quoted);
    for (const id of ['', '.', '..']) {
      await assert.rejects(other.call(getAppointment, { params: { id } }), TypeError);
    }
    assert.equal(api.arrived.length, 0);
  });
});

describe('an address', () => {
  for (const apiUrl of [
    '',
    'clinic.example',
    'ftp://clinic.example',
    'https://u:p@clinic.example',
    'https://x.example/?key=1',
  ]) {
    test(`such as "${apiUrl}" is refused`, () => {
      assert.throws(() => createTransport({ apiUrl, credential: 'pk_test' }), /apiUrl must be/);
    });
  }
});

describe('an answer', () => {
  test('loses the fields and names the codes that this version does not know', async (t) => {
    const { api, transport } = await setUp(t);
    api.plan({ body: { ...appointmentFixture(), status: 'teleported', mood: 'good' } });
    const appointment = await transport.call(getAppointment, { params: { id: 'apt_0001' } });
    assert.equal(appointment.status, 'unknown');
    assert.equal('mood' in appointment, false);
  });

  for (const [what, body] of [
    ['in another shape', { data: [{ id: 'loc_0001' }], nextCursor: null }],
    ['that is a web page', '<html><title>Wi-Fi login</title></html>'],
    ['that is empty', ''],
  ] as const) {
    test(`${what} is a ResponseSchemaError, and is not asked for again`, async (t) => {
      const { api, transport } = await setUp(t);
      api.plan({ body });
      await assert.rejects(transport.call(listLocations, { query: {} }), { name: 'ResponseSchemaError', status: 200 });
      assert.equal(api.arrived.length, 1);
    });
  }
});

describe('a call', () => {
  test('waits as long as Retry-After says and sends the same idempotency key and body again', async (t) => {
    const { api, clock, transport } = await setUp(t);
    api.plan(
      problem(429, 'rate-limited', {}, { 'retry-after': '3' }),
      problem(503, 'service-unavailable', {}, { 'retry-after': 'Mon, 23 Nov 2026 14:00:08 GMT' }),
      'cut',
      created,
    );
    assert.deepEqual(await transport.call(createHold, hold), holdFixture());
    assert.deepEqual(clock.sleeps, [3000, 5000, 500]);
    assert.equal(new Set(api.arrived.map(({ headers }) => headers['idempotency-key'])).size, 1);
    assert.deepEqual(new Set(api.arrived.map(({ body }) => body)), new Set([JSON.stringify(hold.body)]));
  });

  for (const [method, run] of [
    [
      'GET',
      (on: ReturnType<typeof createTransport>) => on.call(searchSlots, { query: { healthcareServiceId: 'svc_0001' } }),
    ],
    [
      'PUT',
      (on: ReturnType<typeof createTransport>) => on.call(putBusyTime, { params: { externalId: 'x1' }, body: busy }),
    ],
    ['DELETE', (on: ReturnType<typeof createTransport>) => on.call(deleteBusyTime, { params: { externalId: 'x1' } })],
  ] as const) {
    test(`by ${method} is tried four times, then says why`, async (t) => {
      const { api, clock, transport } = await setUp(t);
      api.plan(problem(500, 'internal-error'));
      await assert.rejects(run(transport), {
        name: 'ApiError',
        status: 500,
        code: 'internal-error',
        requestId: 'req_0001',
      });
      assert.equal(api.arrived.length, 4);
      assert.deepEqual(clock.sleeps, [125, 250, 500]);
    });
  }

  test('gives up at once when the wait would leave its budget, and hands the wait on', async (t) => {
    const { api, clock, transport } = await setUp(t, { retryBudgetMs: 5000 });
    api.plan(
      problem(429, 'rate-limited', {}, { 'retry-after': '4' }),
      problem(429, 'rate-limited', {}, { 'retry-after': '2' }),
    );
    await assert.rejects(transport.call(createHold, hold), (error: unknown) => {
      assert.ok(error instanceof RateLimitError);
      assert.equal(error.retryAfterSeconds, 2);
      return true;
    });
    assert.deepEqual(clock.sleeps, [4000]);
    assert.equal(api.arrived.length, 2);
  });

  test('is tried again when its answer breaks off', async (t) => {
    const { api, transport } = await setUp(t);
    api.plan('cut-midway', locations);
    const page = await transport.call(listLocations, { query: {} });
    assert.equal(page.data.length, 1);
    assert.equal(api.arrived.length, 2);
  });

  test('that is refused is not tried again', async (t) => {
    const { api, transport } = await setUp(t);
    api.plan(problem(409, 'slot-unavailable', { alternatives: [slotFixture()] }, { 'retry-after': '1' }));
    await assert.rejects(transport.call(createHold, hold), { name: 'ConflictError', alternatives: [slotFixture()] });
    assert.equal(api.arrived.length, 1);
  });

  test('without an answer in time is a TimeoutError', async (t) => {
    const { api, transport } = await setUp(t, { timeoutMs: 20, retryBudgetMs: 0 });
    api.plan('hang');
    await assert.rejects(transport.call(listLocations, { query: {} }), { name: 'TimeoutError', code: 'timed-out' });
    assert.equal(api.arrived.length, 1);
  });

  test('to nobody is a ConnectionError whose cause is the system code alone', async (t) => {
    const { transport } = await setUp(t, { apiUrl: 'http://127.0.0.1:1', retryBudgetMs: 0 });
    await assert.rejects(transport.call(listLocations, { query: {} }), (error: unknown) => {
      assert.ok(isPrmError(error) && error.name === 'ConnectionError');
      assert.ok(error.cause === undefined || /^Error: [A-Z]+$/.test(String(error.cause)));
      return true;
    });
  });

  test('is not sent to where a redirect points', async (t) => {
    const { api, transport } = await setUp(t, { retryBudgetMs: 0 });
    api.plan({ status: 307, headers: { location: '/elsewhere' } });
    await assert.rejects(transport.call(createHold, hold), { name: 'ConnectionError' });
    assert.deepEqual(
      api.arrived.map(({ path }) => path),
      ['/v1/holds'],
    );
  });
});

describe('an abort stays the native AbortError', () => {
  const isAbort = { name: 'AbortError' };

  test('before the call', async (t) => {
    const { api, transport } = await setUp(t);
    await assert.rejects(transport.call(createHold, hold, { signal: AbortSignal.abort() }), isAbort);
    assert.equal(api.arrived.length, 0);
  });

  test('while it waits for an answer', async (t) => {
    const { api, transport } = await setUp(t);
    api.plan('hang');
    const controller = new AbortController();
    const arrival = api.nextArrival();
    const call = transport.call(createHold, hold, { signal: controller.signal });
    await arrival;
    controller.abort();
    await assert.rejects(call, isAbort);
    assert.equal(api.arrived.length, 1);
  });

  test('while it waits for its next attempt, by the real clock', async (t) => {
    const api = await startApi(t);
    const transport = createTransport({ apiUrl: api.url, credential: 'pk_test', retryBudgetMs: 1e9 });
    api.plan(problem(429, 'rate-limited', {}, { 'retry-after': '86400' }));
    const controller = new AbortController();
    const addListener = t.mock.method(controller.signal, 'addEventListener');
    const waiting = Promise.withResolvers<void>();
    addListener.mock.mockImplementation((...args: Parameters<AbortSignal['addEventListener']>) => {
      EventTarget.prototype.addEventListener.apply(controller.signal, args);
      if (api.arrived.length > 0) waiting.resolve();
    });
    const call = transport.call(createHold, hold, { signal: controller.signal });
    await waiting.promise;
    controller.abort();
    await assert.rejects(call, isAbort);
    assert.equal(api.arrived.length, 1);
  });

  test('with the reason that was given', async (t) => {
    const { transport } = await setUp(t);
    const reason = new Error('left the page');
    await assert.rejects(
      transport.call(createHold, hold, { signal: AbortSignal.abort(reason) }),
      (error) => error === reason,
    );
  });
});
