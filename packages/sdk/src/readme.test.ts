import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { createClinicHandlers } from '@openprm/testing/msw';
import { build } from 'esbuild';
import { setupServer } from 'msw/node';

/** Runs a block of the README as a module, after what stands before it and before what looks at it. */
async function run(before: string, block: string, after: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents: `${before}\n${block}\n${after}`, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['openprm-source'],
  });
  return (await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`)) as Record<
    string,
    unknown
  >;
}

test('the README does what it says', async (t) => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [booking = '', composing = ''] = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);
  const clinic = createClinicHandlers({ apiUrl: 'http://localhost:4870', publishableKey: 'pk_demo_riverside' });
  const server = setupServer(...clinic.handlers);
  server.listen({ onUnhandledFrame: 'error' });
  t.after(() => server.close());

  const { appointment } = await run('', booking, 'export { appointment };');
  assert.deepEqual(
    clinic.appointments.map(({ id, status }) => ({ id, status })),
    [{ id: (appointment as { id: string }).id, status: 'booked' }],
  );

  const given = "const apiUrl = 'http://localhost:4870', accessToken = 'ses_any';";
  const { found } = await run(
    given,
    composing.replace('pk_…', 'pk_demo_riverside'),
    "export const found = await slots.search({ healthcareServiceId: 'svc_video' }); export { holdsOfPatient };",
  );
  assert.ok((found as { data: unknown[] }).data.length > 0);
});
