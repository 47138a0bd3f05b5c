import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fakeClock } from '../transport/clock.fixture.ts';
import { Events } from '../resources/events.ts';
import { createTransport } from '../transport/create-transport.ts';
import { booked, pageOf, startFeed } from './feed-server.fixture.ts';
import { usualTiming, type FeedTiming } from './follow-feed.ts';

/** A feed's server, and a client that waits by a clock of its own. */
async function setUp(t: TestContext, timing: Partial<FeedTiming> = {}) {
  const server = await startFeed(t);
  const clock = fakeClock();
  const transport = createTransport({ apiUrl: server.url, credential: 'sk_test_riverside' }, clock);
  const live: boolean[] = [];
  const controller = new AbortController();
  t.after(() => controller.abort());
  const events = new Events(transport, { ...usualTiming, ...timing }, clock);
  const follow = (after?: string) =>
    events.stream({ after, signal: controller.signal, onLive: (isLive) => live.push(isLive) })[Symbol.asyncIterator]();
  return { server, clock, transport, events, live, controller, follow };
}

const refusal = (status: number, code: string) => ({ type: `urn:openprm:problem:${code}`, title: code, status, code });

test('begins with a reset, tells what happens, and sends the credential without using the session', async (t) => {
  const { server, follow, live } = await setUp(t);
  const stream = follow();
  const first = stream.next();
  const request = await server.next();
  assert.deepEqual([request.path, request.after], ['/v1/events/stream', null]);
  assert.equal(request.headers['authorization'], 'Bearer sk_test_riverside');
  assert.equal(request.headers['prm-passive'], 'true');
  request.tell({ cursor: '1' });
  assert.deepEqual((await first).value, { type: 'reset', cursor: '1' });
  request.tell(pageOf('2', '3'));
  assert.deepEqual((await stream.next()).value, booked('2'));
  assert.deepEqual((await stream.next()).value, booked('3'));
  assert.deepEqual(live, [true]);
  await stream.return?.();
  await request.left;
});

test('connects again after each way of losing the connection, and goes on where it left off', async (t) => {
  const { server, follow, live, clock } = await setUp(t, { silenceMs: 50 });
  const stream = follow('1');
  const told = [stream.next()];
  let request = await server.next();
  assert.equal(request.after, '1');
  request.tell({ cursor: '1' });
  request.tell(pageOf('2'));
  assert.deepEqual((await told[0])?.value, booked('2'));
  const lose = [() => request.end(), () => request.cut(), () => undefined];
  for (const [n, act] of lose.entries()) {
    const next = stream.next();
    act();
    request = await server.next();
    assert.equal(request.after, String(n + 2));
    request.tell({ cursor: String(n + 2) });
    request.tell(pageOf(String(n + 3)));
    assert.deepEqual((await next).value, booked(String(n + 3)));
  }
  assert.deepEqual(live, [true, false, true, false, true, false, true]);
  // full jitter, with dice that fall on one half; each success begins anew
  assert.deepEqual(clock.sleeps, [250, 250, 250]);
});

test('waits longer with each failure, and as long as it is told to', async (t) => {
  const { server, follow, clock } = await setUp(t);
  const stream = follow('1');
  const next = stream.next();
  for (let n = 0; n < 3; n += 1) (await server.next()).answer(503, refusal(503, 'service-unavailable'));
  const limited = await server.next();
  limited.answer(429, refusal(429, 'rate-limited'));
  const request = await server.next();
  request.tell(pageOf('2'));
  assert.deepEqual((await next).value, booked('2'));
  assert.deepEqual(clock.sleeps, [250, 500, 1000, 2000]);
});

test('says reset when the cursor cannot be gone on from', async (t) => {
  const { server, follow } = await setUp(t);
  const stream = follow('too-old');
  const next = stream.next();
  (await server.next()).tell({ cursor: '9', reset: true });
  assert.deepEqual((await next).value, { type: 'reset', cursor: '9' });
});

test('ends with the refusal when the session is over', async (t) => {
  const { server, follow } = await setUp(t);
  const stream = follow('1');
  const next = stream.next();
  const request = await server.next();
  request.tell({ cursor: '1' });
  request.end();
  (await server.next()).answer(401, refusal(401, 'session-ended'));
  await assert.rejects(next, { name: 'AuthenticationError', code: 'session-ended' });
});

test('reads by calls that wait where a network keeps streams back, and tries a stream again later', async (t) => {
  const { server, follow, live } = await setUp(t, { firstMs: 30, pollForMs: 60_000 });
  const stream = follow('1');
  const next = stream.next();
  (await server.next()).keepBack();
  const poll = await server.next();
  assert.deepEqual([poll.path, poll.after, poll.headers['prm-passive']], ['/v1/events', '1', 'true']);
  poll.answer(200, pageOf('2'));
  assert.deepEqual((await next).value, booked('2'));
  const after = stream.next();
  const second = await server.next();
  assert.equal(second.after, '2');
  second.answer(200, { data: [], cursor: '5', reset: false });
  const third = await server.next();
  assert.equal(third.after, '5');
  third.answer(200, pageOf('6'));
  assert.deepEqual((await after).value, booked('6'));
  assert.equal(live.at(-1), true);
});

test('reads by calls that wait after three streams that ended at once', async (t) => {
  const { server, follow } = await setUp(t);
  const stream = follow('1');
  const next = stream.next();
  for (let n = 0; n < 3; n += 1) {
    const request = await server.next();
    request.tell({ cursor: '1' });
    request.end();
  }
  const poll = await server.next();
  assert.equal(poll.path, '/v1/events');
  poll.answer(200, pageOf('2'));
  assert.deepEqual((await next).value, booked('2'));
});

test('shares one connection between all that follow it, and lets it go after the last', async (t) => {
  const { server, follow, transport, controller } = await setUp(t);
  const one = follow();
  const first = one.next();
  const request = await server.next();
  request.tell({ cursor: '1' });
  await first;
  const two = new Events(transport).stream({ signal: controller.signal })[Symbol.asyncIterator]();
  assert.deepEqual((await two.next()).value, { type: 'reset', cursor: '1' });
  const both = [one.next(), two.next()];
  request.tell(pageOf('2'));
  for (const result of await Promise.all(both)) assert.deepEqual(result.value, booked('2'));
  await one.return?.();
  const last = two.next();
  request.tell(pageOf('3'));
  assert.deepEqual((await last).value, booked('3'));
  await two.return?.();
  await request.left;
  assert.equal(server.count(), 1);
});

test('rests while nobody sees the page, and catches up when it is seen again', async (t) => {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  Object.defineProperty(globalThis, 'document', { value: page, configurable: true });
  t.after(() => Reflect.deleteProperty(globalThis, 'document'));
  const turn = (state: string) => {
    page.visibilityState = state;
    page.dispatchEvent(new Event('visibilitychange'));
  };
  const { server, follow, live, clock } = await setUp(t);
  const stream = follow('1');
  const next = stream.next();
  const request = await server.next();
  request.tell(pageOf('2'));
  await next;
  const later = stream.next();
  turn('hidden');
  await request.left;
  turn('visible');
  const again = await server.next();
  assert.equal(again.after, '2');
  again.tell(pageOf('3'));
  assert.deepEqual((await later).value, booked('3'));
  assert.deepEqual(live, [true, false, true]);
  assert.deepEqual(clock.sleeps, []);
});

test('an abort ends it with its reason, and a message tells nothing of the address', async (t) => {
  const { server, follow, controller } = await setUp(t);
  const stream = follow('secret-cursor');
  const next = stream.next();
  const request = await server.next();
  controller.abort(new Error('left'));
  await assert.rejects(next, { message: 'left' });
  await request.left;

  const refused = await setUp(t);
  const other = refused.follow('secret-cursor');
  const failing = other.next();
  (await refused.server.next()).answer(403, refusal(403, 'permission-denied'));
  await assert.rejects(
    failing,
    (error: Error) => error.name === 'PermissionError' && !error.message.includes('secret'),
  );
});
