import { assert } from '@open-wc/testing';

// A file of its own, without msw: its service worker asks for the client of each request, and Firefox answers that for a worker only once the
// worker's modules are there, which are the requests in question.
describe('the client in a web worker', () => {
  it('makes a call and reads the answer', async () => {
    const inside = new Worker(new URL('./prm-client.fixture.ts', import.meta.url), { type: 'module' });
    const report = await new Promise((resolve, reject) => {
      inside.addEventListener('message', ({ data }) => resolve(data));
      inside.addEventListener('error', ({ message }) => reject(new Error(message)));
    });
    inside.terminate();
    assert.equal(report, 'hld_fixture');
  });
});
