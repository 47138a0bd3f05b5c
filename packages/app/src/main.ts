#!/usr/bin/env node
// The process that `npm start` and production run.
import { fileURLToPath } from 'node:url';
import { createApp } from './app.ts';
import { type Config, readConfig } from './config.ts';
import { describeError } from './describe-error.ts';
import { type Fetch, listen } from './listen.ts';
import { createLogger, openReferenceServer } from './open-reference-server.ts';
import { starting } from './starting.ts';
import { asStartupProblem } from './startup-problem.ts';
import { onStopSignal } from './stop-signals.ts';

/** Longer than any request takes, shorter than what process managers wait before they kill (10 s). */
const graceMilliseconds = 8000;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

try {
  await run(readConfig(process.env));
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}

async function run(config: Config): Promise<void> {
  let fetch: Fetch = starting;
  const listener = await listen((request, env) => fetch(request, env), config);
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${listener.port}` as const);
  const publicUrl = config.publicUrl ?? local[0] ?? '';

  const logger = createLogger(config);
  const opening = openReferenceServer(config, { publicUrl, ownOrigins: local });
  onStopSignal(process, async () => {
    const closed = listener.close(graceMilliseconds);
    const opened = await opening;
    // a stream has no end that the listener could wait for
    await opened.closeFeeds();
    if (await closed) logger.error('requests-cut-off', { afterMilliseconds: graceMilliseconds });
    await opened.close();
  });
  const server = await opening;

  const app = createApp({
    server,
    folders: {
      embed: fileURLToPath(new URL('dist/cdn', import.meta.resolve('@openprm/embed/package.json'))),
      states: fileURLToPath(new URL('dist/states', import.meta.resolve('@openprm/embed/package.json'))),
      site: here('../../../examples/clinic-site'),
      pages: here('../static'),
    },
    publicUrl,
    keepsMail: config.smtpUrl === undefined,
    now: Date.now,
    onError: (error) => logger.error('page-failed', { ...describeError(error) }),
    onViolation: (violation) => logger.error('policy-violated', { ...violation }),
  });
  fetch = (request, env) => app.fetch(request, env);
  console.log(greeting(config, publicUrl));
}

/** What to open, once it is ready. */
function greeting({ database }: Config, publicUrl: string): string {
  switch (database.kind) {
    case 'embedded':
      return [
        'OpenPRM is ready, with the demo clinic.',
        `  The clinic's page  ${publicUrl}/`,
        `  Staff's day        ${publicUrl}/staff`,
        `  Outbox             ${publicUrl}/outbox`,
        `  API                ${publicUrl}/v1/openapi.json`,
        `  Data               ${database.folder}`,
        'Stop it with Ctrl-C.',
      ].join('\n');
    case 'external':
      return [
        'OpenPRM is ready.',
        `  API     ${publicUrl}/v1/openapi.json`,
        `  Loader  ${publicUrl}/embed/openprm.js`,
      ].join('\n');
  }
}
