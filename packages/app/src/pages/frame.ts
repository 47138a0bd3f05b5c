import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Hono } from 'hono';
import type { ReferenceServer } from '../reference-server.ts';
import { frameHeaders } from '../page-headers.ts';
import { type FrameFiles, framePage, refusedPage } from './frame-page.ts';

/** The elements that can stand in a frame, with the chunks that they load at once. */
const framed: Readonly<Record<string, readonly string[]>> = {
  'access-log': ['access-log'],
  booking: ['booking', 'booking-api'],
  survey: ['survey'],
};

interface Chunk {
  readonly file: string;
  readonly imports: readonly string[];
}

/**
 * `/embed/frame/NAME?key=pk_…`: the page of an element in a frame on a clinic's page. The key says which pages may frame it; everything else comes
 * through the port from there.
 *
 * @param embedFolder with the built files and their manifest
 */
export function framePages({
  server,
  embedFolder,
}: {
  readonly server: Pick<ReferenceServer, 'frameOrigins' | 'addressOf'>;
  readonly embedFolder: string;
}): Hono {
  const app = new Hono();
  for (const [name, chunks] of Object.entries(framed))
    app.get(`/${name}`, async (c) => {
      const answer = await server.frameOrigins(c.req.query('key') ?? '', server.addressOf(c.req.raw, c.env));
      const manifest = readManifest(embedFolder);
      const origins = answer.outcome === 'known' ? answer.origins : undefined;
      for (const [header, value] of Object.entries(frameHeaders(origins))) c.header(header, value);
      switch (answer.outcome) {
        case 'known':
          return c.html(framePage(name, answer.origins, filesOf(manifest, 'frame', chunks)));
        case 'unknown':
          return c.html(refusedPage('unknown', filesOf(manifest, 'refused').script), 404);
        case 'limited':
          c.header('Retry-After', String(answer.waitSeconds));
          return c.html(refusedPage('limited', filesOf(manifest, 'refused').script), 429);
      }
    });
  return app;
}

/** Read at each request: a build may have come since. */
const readManifest = (folder: string) =>
  JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as Readonly<Record<string, Chunk>>;

function filesOf(manifest: Readonly<Record<string, Chunk>>, entry: string, chunks: readonly string[] = []): FrameFiles {
  const found = [entry, ...chunks].map((name) => {
    const chunk = manifest[name];
    if (chunk === undefined) throw new Error(`The built files have no ${name}: npm run build`);
    return chunk;
  });
  const [script = '', ...preloads] = new Set(found.flatMap(({ file, imports }) => [file, ...imports]));
  return { script: `/embed/${script}`, preloads: preloads.map((file) => `/embed/${file}`) };
}
