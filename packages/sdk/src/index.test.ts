import assert from 'node:assert/strict';
import { test } from 'node:test';
import { build } from 'esbuild';

/** The keys of the global object and of what is most often patched. */
const globals = () =>
  [globalThis, Object.prototype, Array.prototype, Promise.prototype, Error, Error.prototype, Response.prototype].map(
    (object) =>
      Reflect.ownKeys(object).map((key) => [key, Object.getOwnPropertyDescriptor(object, key)?.value as unknown]),
  );

/** A bundle for a browser, as an element's own build would make it: the code, and the sources that are in it. */
async function bundle(contents: string) {
  const { metafile, outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    conditions: ['openprm-source'],
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    code: outputFiles[0]?.text ?? '',
    sources: inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file.replace(/^.*packages\//, '')),
  };
}

test("importing it changes nothing global but zod's own two registers", async () => {
  // Node makes these at their first use, whoever it is that uses them.
  void [fetch, Request, Headers, FormData, ReadableStream, TextDecoder, crypto, performance];
  const before = globals();
  await import('./index.ts');
  // zod makes them so that its copies share settings (zod/v4/core/core.js, registries.js); no option leaves them out.
  const registers = ['__zod_globalConfig', '__zod_globalRegistry'];
  assert.ok(registers.every((name) => Reflect.deleteProperty(globalThis, name)));
  assert.deepEqual(globals(), before);
});

test('a page pays only for the resources that it names, and never for policies', async () => {
  const { code, sources } = await bundle(
    `import { createTransport, Slots, Holds } from './index.ts'; console.log(createTransport, Slots, Holds);`,
  );
  const resources = sources.filter((file) => file.startsWith('sdk/src/resources/'));
  assert.deepEqual(resources.sort(), ['sdk/src/resources/holds.ts', 'sdk/src/resources/slots.ts']);
  assert.deepEqual(
    sources.filter((file) => /\.policy|policies|openapi|idb-keyval|prm-client|storage/.test(file)),
    [],
  );
  assert.doesNotMatch(code, /v1\/(organizations|locations|practitioners|schedules|busy-times|appointments)/);
});

test('needs nothing of Node in a browser', async () => {
  const { sources } = await bundle(`export * from './index.ts'`);
  assert.deepEqual(
    sources.filter((file) => file.startsWith('node:')),
    [],
  );
  assert.ok(sources.includes('sdk/src/prm-client.ts'));
});
