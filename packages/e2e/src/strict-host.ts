import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PrmClient } from '@openprm/sdk';
import { type AppProcess, startApp, temporaryFolder } from './app-process.ts';
import { createDatabase } from './postgres-database.ts';
import { createTenant, productionEnv } from './production.ts';
import { setUpPlace } from './set-up-clinic.ts';
import { openSmtpInbox } from './smtp-inbox.fixture.ts';

/** A page of a host, of which only the body matters. */
export interface HostPage {
  readonly body: string;
  /** On top of `default-src 'none'`; by default what the guide says. */
  readonly policy?: string;
}

/** A clinic's site on an origin that is not the app's, under `default-src 'none'`, with the reports that browsers send to it. */
export interface StrictHost {
  readonly origin: string;
  readonly app: AppProcess;
  readonly publishableKey: string;
  /** Acts for the clinic. */
  readonly clinic: PrmClient;
  /** Bodies of the reports that came to the site's report address, as text. */
  readonly reports: readonly string[];
  /** The guide's policy: our origin for scripts and calls, Trusted Types with the policy of Lit. */
  readonly policy: string;
  /** The guide's tags: the loader and one element. */
  readonly body: string;
  /** Decides what `/` answers from now on. */
  show(page: HostPage): void;
  close(): Promise<void>;
}

/**
 * Sets up a clinic with two places and kinds of visits on a database of its own, and the site.
 *
 * @param postgresUrl of a user who may create databases
 */
export async function openStrictHost(postgresUrl: string): Promise<StrictHost> {
  const reports: string[] = [];
  let page: HostPage = { body: '' };
  let policy = '';
  const site = createServer((request, response) => {
    if (request.url === '/reports') {
      void readText(request).then((text) => reports.push(text));
      return void response.writeHead(204).end();
    }
    if (request.url !== '/') return void response.writeHead(204).end();
    const full = `default-src 'none'; ${page.policy ?? policy}; report-uri /reports`;
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': full });
    response.end(
      `<!doctype html><html lang="en"><head><title>North Clinic</title></head><body>${page.body}</body></html>`,
    );
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  const origin = `http://localhost:${(site.address() as AddressInfo).port}`;

  const database = await createDatabase(postgresUrl);
  const inbox = await openSmtpInbox();
  const keyFile = path.join(temporaryFolder(), 'root.key');
  const app = await startApp({ env: productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile }) });
  const { publishableKey, secretKey } = await createTenant(database.url, { name: 'North Clinic', origin });
  const clinic = new PrmClient({ apiUrl: app.url, key: secretKey });
  await setUpPlace(clinic, { name: 'North Clinic' });
  await setUpPlace(clinic, { name: 'South Clinic', service: { name: 'Follow-up' } });
  policy = `script-src ${app.url}; connect-src ${app.url}; require-trusted-types-for 'script'; trusted-types lit-html`;
  const body = `<script type="module" src="${app.url}/embed/openprm.js"></script><prm-booking publishable-key="${publishableKey}"></prm-booking>`;
  page = { body };
  return {
    origin,
    app,
    publishableKey,
    clinic,
    reports,
    policy,
    body,
    show: (next) => (page = next),
    async close() {
      site.closeAllConnections();
      site.close();
      await app.stop();
      await inbox.close();
      await database.drop();
    },
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
