import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { listen } from './listen.ts';
import { StartupProblem } from './startup-problem.ts';

const loopback = { host: '127.0.0.1', port: 0 };
const hello = () => new Response('hello');
const refusedWith = (code: string, message: RegExp) => (error: unknown) =>
  error instanceof StartupProblem && error.code === code && message.test(error.message);

test('answers on the port that it names', async () => {
  const listener = await listen(hello, loopback);
  const response = await fetch(`http://127.0.0.1:${listener.port}/`);
  assert.equal(await response.text(), 'hello');
  await listener.close(1000);
});

test('a port that is taken is told by its number, with what to do', async () => {
  const first = await listen(hello, loopback);
  const { port } = first;
  await assert.rejects(
    listen(hello, { ...loopback, port }),
    refusedWith('port-taken', new RegExp(`Port ${port} .*PORT=`)),
  );
  await first.close(1000);
});

test('an address that is not of this machine is told', async () => {
  await assert.rejects(listen(hello, { host: '192.0.2.1', port: 0 }), refusedWith('host-unavailable', /192\.0\.2\.1/));
});

test('closing waits for a running request and takes no new one', async () => {
  const finish = Promise.withResolvers<Response>();
  const arrived = Promise.withResolvers<void>();
  const listener = await listen(() => {
    arrived.resolve();
    return finish.promise;
  }, loopback);
  const address = `http://127.0.0.1:${listener.port}/`;
  const running = fetch(address);
  await arrived.promise;
  const closed = listener.close(60_000);
  await assert.rejects(fetch(address), TypeError);
  finish.resolve(hello());
  assert.equal(await (await running).text(), 'hello');
  assert.equal(await closed, false);
});

test('closing cuts off what does not end in time', async () => {
  const arrived = Promise.withResolvers<void>();
  const listener = await listen(() => {
    arrived.resolve();
    return new Promise(() => undefined);
  }, loopback);
  const running = fetch(`http://127.0.0.1:${listener.port}/`);
  const failed = assert.rejects(running, TypeError);
  await arrived.promise;
  assert.equal(await listener.close(10), true);
  await failed;
});

test('closing waits for no connection that was opened ahead of any request', async () => {
  const listener = await listen(hello, loopback);
  const ahead = connect(listener.port, loopback.host).on('error', () => undefined);
  await once(ahead, 'connect');
  // the server has it, too, once a later connection was answered
  await (await fetch(`http://127.0.0.1:${listener.port}/`)).text();
  const [isCutOff] = await Promise.all([listener.close(10_000), once(ahead, 'close')]);
  assert.equal(isCutOff, false);
});
