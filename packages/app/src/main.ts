#!/usr/bin/env node
// The process that `npm start` and production run.
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { type Fetch, listen } from './listen.ts';
import { openReferenceServer } from './open-reference-server.ts';
import { starting } from './starting.ts';
import { StartupProblem } from './startup-problem.ts';
import { onStopSignal } from './stop-signals.ts';

/** Long enough for any request, shorter than what process managers wait before they kill (10 s). */
const graceMilliseconds = 8000;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

try {
  await run();
} catch (error) {
  console.error(error instanceof StartupProblem ? error.toString() : error);
  process.exit(1);
}

async function run(): Promise<void> {
  const config = readConfig(process.env);
  let fetch: Fetch = starting;
  const listener = await listen((request, env) => fetch(request, env), config);
  const server = await openReferenceServer(config, listener.port);
  const app = createApp({
    server,
    folders: {
      embed: fileURLToPath(new URL('dist/cdn', import.meta.resolve('@openprm/embed/package.json'))),
      site: here('../../../examples/clinic-site'),
      pages: here('../static'),
    },
    publicUrl: config.publicUrl,
    now: Date.now,
    onError: (error) => console.error(error),
  });
  fetch = (request, env) => app.fetch(request, env as object);

  onStopSignal(process, async () => {
    await listener.close(graceMilliseconds);
    await server.close();
  });

  const address = `http://${config.host === '0.0.0.0' || config.host === '127.0.0.1' ? 'localhost' : config.host}:${listener.port}`;
}
