import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { cancelAppointment, createHold, listLocations, releaseHold } from '@openprm/contract';
import { setupServer } from 'msw/node';
import { appointmentFixture, holdFixture, riversideFixture } from '../index.ts';
import { handle } from './handle.ts';
import { Problem } from './problem.ts';

const server = setupServer();
const address = 'http://clinic.test/v1';
const key = { 'idempotency-key': '0123456789abcdef' };
const bearer = { authorization: 'Bearer pk_any_clinic' };

const post = (path: string, body: unknown, headers: Record<string, string>) =>
  fetch(address + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const codeOf = async (response: Response) => `${response.status} ${((await response.json()) as { code: string }).code}`;

before(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => server.resetHandlers());
after(() => server.close());

describe('a typed handler refuses what the server refuses', () => {
  test('no credential, or one that may not make this call', async () => {
    server.use(
      handle(listLocations, () => ({ data: [], nextCursor: null })),
      handle(cancelAppointment, ({ params }) => ({
        ...appointmentFixture({ id: params.id }),
        status: 'cancelled',
        mode: 'in-person',
        cancellationReason: 'pat',
        patient: null,
      })),
    );
    assert.equal(await codeOf(await fetch(`${address}/locations`)), '401 credential-required');
    assert.equal(await codeOf(await fetch(`${address}/locations?key=sk_any_clinic`)), '401 credential-invalid');
    assert.equal((await fetch(`${address}/locations?key=pk_any_clinic`)).status, 200);
    assert.equal(await codeOf(await fetch(`${address}/locations?key=pk_1`)), '401 credential-invalid');
    assert.equal(
      await codeOf(await post('/appointments/apt_0001/cancel', {}, { ...key, ...bearer })),
      '403 permission-denied',
    );
  });

  test('a POST without a usable idempotency key', async () => {
    server.use(handle(createHold, () => holdFixture()));
    assert.equal(await codeOf(await post('/holds', { slotId: 'slot_0001' }, bearer)), '400 idempotency-key-required');
    const unusable = { ...bearer, 'idempotency-key': 'with a space' };
    assert.equal(await codeOf(await post('/holds', { slotId: 'slot_0001' }, unusable)), '400 idempotency-key-required');
  });

  test('unknown fields, wrong types, malformed JSON and other media', async () => {
    server.use(
      handle(createHold, () => holdFixture()),
      handle(listLocations, () => ({ data: [], nextCursor: null })),
    );
    const refused = await post('/holds', { slotId: 7, extra: true }, { ...key, ...bearer });
    const problem = (await refused.json()) as { code: string; issues: { path: string; code: string }[] };
    assert.equal(problem.code, 'validation-failed');
    assert.deepEqual(
      problem.issues.map(({ path, code }) => `${path} ${code}`),
      ['/body/slotId invalid_type', '/body unrecognized_keys'],
    );
    assert.equal(
      await codeOf(await fetch(`${address}/locations?key=pk_any_clinic&colour=red`)),
      '422 validation-failed',
    );
    assert.equal(
      await codeOf(await fetch(`${address}/locations?key=pk_any_clinic&limit=1&limit=2`)),
      '422 validation-failed',
    );
    assert.equal(
      await codeOf(await post('/holds', '{', { ...bearer, 'idempotency-key': 'another-key-0001' })),
      '400 malformed-request',
    );
    assert.equal(
      await codeOf(await post('/holds?slot=1', { slotId: 'slot_0001' }, { ...key, ...bearer })),
      '422 validation-failed',
    );
    const form = { ...bearer, 'idempotency-key': 'another-key-0002', 'content-type': 'text/plain' };
    assert.equal(await codeOf(await post('/holds', 'slotId', form)), '415 unsupported-media-type');
  });

  test('a key that comes again with another body; with the same body it gets the first answer', async () => {
    let calls = 0;
    server.use(handle(createHold, () => holdFixture({ id: `hld_000${++calls}` })));
    const first = await post('/holds', { slotId: 'slot_0001' }, { ...key, ...bearer });
    const again = await post('/holds', { slotId: 'slot_0001' }, { ...key, ...bearer });
    assert.deepEqual(await again.json(), await first.json());
    assert.equal(calls, 1);
    assert.equal(
      await codeOf(await post('/holds', { slotId: 'slot_0002' }, { ...key, ...bearer })),
      '422 idempotency-key-reused',
    );
  });

  test('and forgets the answer of a failure of its own', async () => {
    let calls = 0;
    server.use(
      handle(createHold, () => {
        if (++calls === 1) throw new Problem('service-unavailable');
        return holdFixture();
      }),
    );
    assert.equal((await post('/holds', { slotId: 'slot_0001' }, { ...key, ...bearer })).status, 503);
    assert.equal((await post('/holds', { slotId: 'slot_0001' }, { ...key, ...bearer })).status, 201);
  });
});

describe('a typed handler answers as the server answers', () => {
  test('with the status of the row', async () => {
    server.use(
      handle(createHold, () => holdFixture()),
      handle(releaseHold, () => undefined),
    );
    assert.equal((await post('/holds', { slotId: 'slot_0001' }, { ...key, ...bearer })).status, 201);
    const released = await post('/holds/hld_0001/release', { secret: 's'.repeat(43) }, { ...key, ...bearer });
    assert.deepEqual([released.status, await released.text()], [204, '']);
  });

  test('with a problem, its extras and Retry-After', async () => {
    server.use(
      handle(listLocations, () => {
        throw new Problem('rate-limited', { retryAfterSeconds: 7, detail: 'Slow down.' });
      }),
    );
    const response = await fetch(`${address}/locations?key=pk_any_clinic`);
    assert.equal(response.headers.get('retry-after'), '7');
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
    assert.equal(((await response.json()) as { detail: string }).detail, 'Slow down.');
  });

  test('with nothing that the contract does not hold', async () => {
    server.use(handle(listLocations, () => ({ data: [{ ...riversideFixture, beds: 4 }], nextCursor: null })));
    const { data } = (await (await fetch(`${address}/locations?key=pk_any_clinic`)).json()) as { data: unknown[] };
    assert.deepEqual(data, [riversideFixture]);
  });

  test('or fails the test when the answer lacks what the contract holds', async (t) => {
    t.mock.method(console, 'error', () => undefined);
    const { timeZone: _timeZone, ...incomplete } = riversideFixture;
    server.use(handle(listLocations, () => ({ data: [incomplete as typeof riversideFixture], nextCursor: null })));
    assert.equal((await fetch(`${address}/locations?key=pk_any_clinic`)).status, 500);
  });
});
