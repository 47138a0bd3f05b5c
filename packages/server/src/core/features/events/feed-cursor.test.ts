import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { decodeCursor, encodeCursor } from './feed-cursor.ts';

describe(`a cursor of the feed on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  let otherId: string;
  before(async () => {
    server = await openTestServer();
    [tenantId, otherId] = [(await server.createTenant('A')).tenantId, (await server.createTenant('B')).tenantId];
  });
  after(() => server.close());

  const encode = (position: number, tenant = tenantId) =>
    encodeCursor(server.ports.keys, { tenantId: tenant, position });
  const decode = (cursor: string, tenant = tenantId) => decodeCursor(server.ports.keys, tenant, cursor);
  const positions = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

  it('is read by the clinic that gave it, and by no other', async () => {
    await fc.assert(
      fc.asyncProperty(positions, async (position) => {
        const cursor = await encode(position);
        assert.deepEqual(await decode(cursor), { tenantId, position });
        assert.equal(await decode(cursor, otherId), undefined);
      }),
      { numRuns: 200 },
    );
  });

  it('tells nothing of the number, nor how far two of them are apart', async () => {
    const bytesOf = async (position: number, tenant?: string) =>
      Buffer.from(await encode(position, tenant), 'base64url');
    for (let position = 1; position < 300; position += 1) {
      const [here, next] = [await bytesOf(position), await bytesOf(position + 1)];
      assert.equal(here.length, 25);
      assert.doesNotMatch(`${here.toString('latin1')} ${await encode(position)}`, new RegExp(`ten_|:${position}`));
      // of numbers that differ in a bit half of all bits differ, give or take; with the number in the clear it is two or three
      const differing = here.reduce(
        (sum, byte, at) => sum + (byte ^ (next[at] ?? 0)).toString(2).replaceAll('0', '').length,
        0,
      );
      assert.ok(differing > 50 && differing < 142, `${position}: ${differing}`);
      assert.notDeepEqual(await bytesOf(position, otherId), here);
    }
  });

  it('is none once a bit of it was changed, and neither is what an earlier version gave', async () => {
    const cursor = Buffer.from(await encode(42), 'base64url');
    for (let bit = 0; bit < cursor.length * 8; bit += 1) {
      const changed = Buffer.from(cursor);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      assert.equal(await decode(changed.toString('base64url')), undefined, `bit ${bit}`);
    }
    for (const made of ['', 'x', '%', '=', btoa(`1:${tenantId}:42`), btoa(`1:${tenantId}:42`).replace(/=+$/, ''), 'Ag'])
      assert.equal(await decode(made), undefined, made);
  });
});
