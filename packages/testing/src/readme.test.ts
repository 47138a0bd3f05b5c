import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import * as contract from '@openprm/contract';
import type { HttpHandler } from 'msw';
import * as msw from 'msw/node';
import type { SetupServer } from 'msw/node';
import * as fixtures from './index.ts';
import * as handlers from './msw/index.ts';

/** What the README imports, by the name of the module. */
const modules: Record<string, object> = {
  '@openprm/contract': contract,
  '@openprm/testing': fixtures,
  '@openprm/testing/msw': handlers,
  'msw/node': msw,
};

/** Runs a block with its imports taken from the sources, and gives back one of its constants. */
function run(block: string, result: string): unknown {
  const body = block.replace(/^import (\{.*?\}) from '(.*?)';.*$/gm, (_line, names: string, name: string) => {
    assert.ok(name in modules, `the README imports ${name}`);
    return `const ${names} = modules['${name}'];`;
  });
  return new Function('modules', `${body}; return ${result};`)(modules) as unknown;
}

test('the README does what it says', async (t) => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [fixture = '', clinic = '', handler = ''] = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);
  assert.equal((run(fixture, 'moved') as contract.Appointment).sequence, 1);

  const server = run(clinic, 'server') as SetupServer;
  t.after(() => server.close());
  const services = () => fetch('http://clinic.test/v1/healthcare-services?key=pk_test_riverside');
  assert.equal((await services()).status, 200);

  server.use(run(handler, 'handler') as HttpHandler);
  const locations = (query: string) => fetch(`http://clinic.test/v1/locations?key=pk_test_riverside${query}`);
  assert.deepEqual([(await locations('')).status, (await locations('&cursor=c')).status], [200, 503]);
});
