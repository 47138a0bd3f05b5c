import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { onStopSignal } from './stop-signals.ts';

class FakeProcess extends EventEmitter {
  readonly exits: number[] = [];
  readonly exited = Promise.withResolvers<void>();
  exit(code: number): void {
    this.exits.push(code);
    this.exited.resolve();
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  test(`${signal} stops in order and ends with 0`, async () => {
    const target = new FakeProcess();
    const stopped = Promise.withResolvers<void>();
    onStopSignal(target, () => stopped.promise);
    target.emit(signal);
    assert.deepEqual(target.exits, []);
    stopped.resolve();
    await target.exited.promise;
    assert.deepEqual(target.exits, [0]);
  });
}

test('a second signal ends at once', () => {
  const target = new FakeProcess();
  onStopSignal(target, () => new Promise(() => undefined));
  target.emit('SIGINT');
  target.emit('SIGTERM');
  assert.deepEqual(target.exits, [130]);
});

test('a stop that fails is told by the exit code', async () => {
  const target = new FakeProcess();
  onStopSignal(target, () => Promise.reject(new Error('the database is gone')));
  target.emit('SIGTERM');
  await target.exited.promise;
  assert.deepEqual(target.exits, [1]);
});
