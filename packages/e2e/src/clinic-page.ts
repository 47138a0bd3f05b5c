import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { root } from '../../tooling/places.mjs';

/** A clinic's own page, on an origin that is not the app's, under as strict a policy as a host may have. */
export interface ClinicPage {
  /** `http://localhost:PORT`, the origin to allow the tenant. */
  readonly origin: string;
  /** Decides what the page holds: the example's six lines with an app's address and a tenant's key, with the element in the page itself. */
  show(appUrl: string, publishableKey: string): void;
  close(): Promise<void>;
}

const example = path.join(root, 'examples/own-clinic/page.html');

/** Serves `examples/own-clinic/page.html`. */
export async function openClinicPage(): Promise<ClinicPage> {
  const source = readFileSync(example, 'utf8');
  let html = '';
  let policy = "default-src 'none'";
  const server = createServer((request, response) => {
    if (request.url !== '/') return void response.writeHead(204).end();
    response
      .writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy })
      .end(html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    show(appUrl, publishableKey) {
      html = source
        .replace('https://booking.north.example', appUrl)
        .replace('publishable-key="pk_…"', `publishable-key="${publishableKey}" isolation="inline"`);
      if (!html.includes(appUrl) || !html.includes(publishableKey)) throw new Error(`${example} is not what it was.`);
      policy = `default-src 'none'; script-src ${appUrl}; connect-src ${appUrl}; require-trusted-types-for 'script'; trusted-types lit-html`;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
