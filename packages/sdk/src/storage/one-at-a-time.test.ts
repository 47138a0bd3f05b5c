import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLock } from './one-at-a-time.ts';

const refusing = { request: () => Promise.reject(new DOMException('The request was denied.', 'SecurityError')) };

describe('a lock', () => {
  it('is one of the page where a browser refuses a frame those of its origin', async () => {
    const exclusively = createLock('refused', refusing);
    const order: string[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await Promise.resolve();
      order.push(`${name} ends`);
      return name;
    };
    assert.deepEqual(await Promise.all([exclusively(work('a')), exclusively(work('b'))]), ['a', 'b']);
    assert.deepEqual(order, ['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it('hands on what the work itself throws, and does not run it again', async () => {
    let runs = 0;
    const work = () => {
      runs += 1;
      return Promise.reject(new Error('no answer'));
    };
    await assert.rejects(createLock('held')(work), /no answer/);
    await assert.rejects(createLock('refused', refusing)(work), /no answer/);
    assert.equal(runs, 2);
  });
});
