import { createHold, searchSlots, slotPageSchema } from '@openprm/contract';
import { assert } from '@open-wc/testing';
import { setupWorker } from 'msw/browser';
import { createClinicHandlers } from './create-clinic-handlers.ts';

const clinic = createClinicHandlers();
const worker = setupWorker(...clinic.handlers);

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());

describe('the mock clinic in a browser', () => {
  const search = () => fetch(`${searchSlots.path}?key=pk_test_riverside&healthcareServiceId=svc_new_patient`);

  it('answers through a service worker', async () => {
    const { firstAvailable } = slotPageSchema.parse(await (await search()).json());
    assert.isNotNull(firstAvailable);
    const hold = await fetch(createHold.path, {
      method: 'POST',
      headers: {
        authorization: 'Bearer pk_test_riverside',
        'idempotency-key': '0123456789abcdef',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ slotId: firstAvailable?.id }),
    });
    assert.equal(hold.status, 201);
  });

  it('is out of reach when it is offline', async () => {
    clinic.offline();
    let failure: unknown;
    await search().catch((error: unknown) => (failure = error));
    clinic.online();
    assert.instanceOf(failure, TypeError);
    assert.equal((await search()).status, 200);
  });
});
