import { holdFixture } from '@openprm/testing';
import { PrmClient } from './prm-client.ts';

/** Runs inside a web worker: makes a call against a fetch of its own and reports what became of it. */
const client = new PrmClient({
  apiUrl: 'https://prm.clinic.example',
  key: 'pk_test_riverside',
  fetch: () => Promise.resolve(Response.json(holdFixture(), { status: 201 })),
});
const hold = await client.holds.create({ slotId: 'slot_0001' });
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's postMessage has no target
globalThis.postMessage(hold.id);
