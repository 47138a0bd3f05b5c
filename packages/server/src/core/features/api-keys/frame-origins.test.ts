import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { createCore, readLimits } from '../../index.ts';
import { addOrigin, createApiKey, revokeApiKey } from './manage-keys.ts';

describe(`who may frame an element, on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const look = async (key: string, address?: string) => {
    const answer = await server.core.frameOrigins(key, address);
    return answer.outcome === 'known' ? answer.origins : answer.outcome;
  };

  it('are the pages that may use its key, as they are now', async () => {
    const { tenantId } = await server.createTenant();
    const { id, key } = await createApiKey(server.ports, {
      tenantId,
      kind: 'publishable',
      name: 'site',
      scopes: [],
      origins: ['https://north.example'],
    });
    assert.deepEqual(await look(key), ['https://north.example']);
    await addOrigin(server.ports, tenantId, id, 'https://www.north.example');
    assert.deepEqual(await look(key), ['https://north.example', 'https://www.north.example']);
    await revokeApiKey(server.ports, tenantId, id);
    assert.equal(await look(key), 'unknown');
  });

  it('is nobody, for what is no publishable key in use', async () => {
    const { secretKey } = await server.createTenant();
    for (const credential of ['', 'pk_', 'pk_nobodyhasthiskey', 'pk_demo_riverside', secretKey, 'lnk_something.else'])
      assert.equal(await look(credential), 'unknown', credential.slice(0, 8));
  });

  it('is told to one network only so often, and wrong keys count as wrong credentials, behind which a good one gets in', async () => {
    const small = { limits: readLimits('calls-by-address=2/60 failed-credentials-by-address=3/60') };
    const limited = createCore(server.ports, { publicUrl: 'https://app.example', version: 'x', ...small });
    const { publishableKey } = await server.createTenant();
    const outcomes = async (key: string, times: number, address: string | undefined) => {
      const seen: string[] = [];
      for (let n = 0; n < times; n += 1) seen.push((await limited.frameOrigins(key, address)).outcome);
      return seen;
    };
    assert.deepEqual(await outcomes('pk_wrong_one', 4, '192.0.2.1'), ['unknown', 'unknown', 'unknown', 'limited']);
    assert.deepEqual(await outcomes('sk_wrong_too', 1, '192.0.2.1'), ['limited']);
    assert.deepEqual(await outcomes(publishableKey, 3, '192.0.2.1'), ['known', 'known', 'limited']);
    const answer = await limited.frameOrigins(publishableKey, '192.0.2.1');
    assert.ok(answer.outcome === 'limited' && answer.waitSeconds > 0 && answer.waitSeconds <= 30);
    assert.deepEqual(await outcomes(publishableKey, 1, '192.0.2.2'), ['known']);
    assert.deepEqual(await outcomes(publishableKey, 3, undefined), ['known', 'known', 'known']);
  });
});
