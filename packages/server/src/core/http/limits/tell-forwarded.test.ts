import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';

describe(`a header that says for whom a request comes, on ${testDatabase}`, () => {
  const servers: TestServer[] = [];
  let remote: string | undefined;
  const open = async (proxies: number) => {
    const server = await openTestServer({ core: { proxies, remoteAddressOf: () => remote } });
    servers.push(server);
    return server;
  };
  let direct: TestServer;
  before(async () => {
    direct = await open(0);
  });
  after(() => Promise.all(servers.map((server) => server.close())));

  const ask = (server: TestServer, headers: Record<string, string>) =>
    server.core.addressOf(new Request('https://app.example/v1/slots', { headers }), {});
  const told = ({ logLines }: TestServer) => logLines.filter((line) => line.includes('forwarded-not-believed'));

  it('is told to the log once where no proxy is named, with what to set and without what it says', () => {
    remote = undefined;
    ask(direct, { 'X-Forwarded-For': '203.0.113.77' });
    remote = '10.0.0.2';
    ask(direct, {});
    assert.equal(told(direct).length, 0, 'there was nothing to tell');
    assert.equal(ask(direct, { 'X-Forwarded-For': '203.0.113.77' }), '10.0.0.2');
    ask(direct, { Forwarded: 'for=203.0.113.78' });
    assert.equal(told(direct).length, 1);
    assert.match(told(direct)[0] ?? '', /"header":"x-forwarded-for".*set OPENPRM_PROXIES/);
    assert.doesNotMatch(told(direct)[0] ?? '', /203\.0\.113/);
  });

  it('is told of the standard header as well, and not at all where proxies are named', async () => {
    remote = '10.0.0.2';
    const other = await open(0);
    ask(other, { Forwarded: 'for=203.0.113.78' });
    assert.match(told(other)[0] ?? '', /"header":"forwarded"/);
    const behind = await open(1);
    assert.equal(ask(behind, { 'X-Forwarded-For': '203.0.113.77' }), '203.0.113.77');
    assert.equal(told(behind).length, 0);
  });
});
