// Tests that need a browser: packages/*/src/**/*.browser.test.ts.
// OPENPRM_BROWSERS=chromium,firefox,webkit chooses the engines: Chromium alone unless asked, all of them in `npm test`.
// OPENPRM_FORCED_COLORS=1 starts them as on a device with forced colours and reduced motion.
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { browsers } from './test/browsers.ts';
import { countingReporter } from './test/browser-reporter.ts';
import { root, sourceCondition } from './places.mjs';

const nothing = '/__openprm/no-node-module.js';
const msw = optionalFile('msw/mockServiceWorker.js');

export default {
  rootDir: root,
  files: 'packages/*/src/**/*.browser.test.ts',
  hostname: '127.0.0.1',
  browsers: await browsers(process.env['OPENPRM_BROWSERS'], { isForced: process.env['OPENPRM_FORCED_COLORS'] === '1' }),
  concurrency: 2,
  testsFinishTimeout: 180_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 20_000 } },
  nodeResolve: { exportConditions: [sourceCondition, 'browser', 'development'] },
  middleware: [serveAsBytes],
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      // The decorators of the elements are the experimental ones, which only this file says.
      tsconfig: fileURLToPath(new URL('../widgets/tsconfig.json', import.meta.url)),
    }),
    {
      name: 'pglite-node-branches',
      /** PGlite imports Node's modules in branches that a browser never takes; WTR resolves them all the same. */
      resolveImport({ source, context }) {
        return context.path.includes('/@electric-sql/pglite/') && isBuiltin(source) ? nothing : undefined;
      },
      serve(context) {
        return context.path === nothing ? { body: 'export {};', type: 'js' } : undefined;
      },
    },
    {
      name: 'msw-worker',
      /** Served from node_modules, so that no copy of it can go stale. */
      serve(context) {
        if (context.path !== '/mockServiceWorker.js' || !msw) return undefined;
        return { body: msw, type: 'js', headers: { 'Service-Worker-Allowed': '/' } };
      },
    },
  ],
  reporters: [countingReporter()],
};

/** WTR guesses by content whether a file is text, and so breaks PGlite's file system image, which begins like one. */
async function serveAsBytes(context, next) {
  const [, extension] = /\.(data|wasm|tar\.gz)$/.exec(context.path) ?? [];
  const file = path.join(root, decodeURIComponent(context.path));
  if (!extension || !file.startsWith(root) || !existsSync(file)) return next();
  context.type = extension === 'wasm' ? 'application/wasm' : 'application/octet-stream';
  context.body = createReadStream(file);
}

function optionalFile(specifier) {
  try {
    return readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8');
  } catch {
    return undefined;
  }
}
