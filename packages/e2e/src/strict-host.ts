import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PrmClient } from '@openprm/sdk';
import { type AppProcess, startApp, temporaryFolder } from './app-process.ts';
import { createDatabase } from './postgres-database.ts';
import { createTenant, productionEnv } from './production.ts';
import { type ClinicPlace, setUpPlace } from './set-up-clinic.ts';
import { openSmtpInbox, type SmtpInbox } from './smtp-inbox.fixture.ts';

/** A page of a host, of which only the body matters. */
export interface HostPage {
  readonly body: string;
  /** On top of `default-src 'none'`; by default what the guide says. */
  readonly policy?: string;
}

/** A request as it came to the clinic's site. */
export interface HostRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server of a test's own between browsers and the app. */
export interface StrictHostOptions {
  readonly front?: {
    /** What browsers and mails call the app by. */
    readonly origin: string;
    connect(appUrl: string): void;
  };
  /** Of the place of "First visit". */
  readonly timeZone?: string;
}

/** A clinic's site on an origin that is not the app's, under `default-src 'none'`, with the reports that browsers send to it. */
export interface StrictHost {
  readonly origin: string;
  readonly app: AppProcess;
  readonly publishableKey: string;
  /** Acts for the clinic. */
  readonly clinic: PrmClient;
  /** Where the clinic's mail arrives. */
  readonly inbox: SmtpInbox;
  /** Where the kind of visit "First visit" is. */
  readonly place: ClinicPlace;
  /** Bodies of the reports that came to the site's report address, as text. */
  readonly reports: readonly string[];
  /** All that came to the site. */
  readonly requests: readonly HostRequest[];
  /** The guide's policy: our origin for scripts and calls, Trusted Types with the policy of Lit. */
  readonly policy: string;
  /** The guide's tags: the loader and one element, in the page itself. */
  readonly body: string;
  /** The same in a frame, and the policy that needs: our origin for scripts and frames, and no Trusted Types policy at all. */
  readonly framed: Required<HostPage>;
  /** Decides what `/` answers from now on. */
  show(page: HostPage): void;
  close(): Promise<void>;
}

/**
 * Sets up a clinic with two places and kinds of visits on a database of its own, and the site.
 *
 * @param postgresUrl of a user who may create databases
 * @param options.front stands between browsers and the app; by default nothing does
 */
export async function openStrictHost(
  postgresUrl: string,
  { front, timeZone }: StrictHostOptions = {},
): Promise<StrictHost> {
  const reports: string[] = [];
  const requests: HostRequest[] = [];
  let page: HostPage = { body: '' };
  let policy = '';
  const site = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void readAll(request).then((body) => {
      requests.push({ method, url: origin + url, headers, body });
      if (url === '/reports') reports.push(body.toString());
    });
    if (url === '/reports') return void response.writeHead(204).end();
    if (url !== '/') return void response.writeHead(204).end();
    const full = `default-src 'none'; ${page.policy ?? policy}; report-uri /reports`;
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': full });
    response.end(
      `<!doctype html><html lang="en"><head><title>North Clinic</title></head><body>${page.body}</body></html>`,
    );
  });
  site.listen(0, '127.0.0.1');
  await once(site, 'listening');
  // Another site than the app's, not only another origin: a frame of the app is then in a process and with a storage of its own.
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;

  const database = await createDatabase(postgresUrl);
  const inbox = await openSmtpInbox();
  const keyFile = path.join(temporaryFolder(), 'root.key');
  const OPENPRM_FILES = `file:${temporaryFolder()}`;
  const env = { ...productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile }), OPENPRM_FILES };
  const started = await startApp({ env: front ? { ...env, OPENPRM_PUBLIC_URL: front.origin } : env });
  front?.connect(started.url);
  const app = front ? { ...started, url: front.origin } : started;
  const { publishableKey, secretKey } = await createTenant(database.url, { name: 'North Clinic', origin });
  const clinic = new PrmClient({ apiUrl: app.url, key: secretKey });
  const place = await setUpPlace(clinic, { name: 'North Clinic', ...(timeZone && { timeZone }) });
  await setUpPlace(clinic, { name: 'South Clinic', service: { name: 'Follow-up' } });
  policy = `script-src ${app.url}; connect-src ${app.url}; require-trusted-types-for 'script'; trusted-types lit-html`;
  const body = `<script type="module" src="${app.url}/embed/openprm.js"></script><prm-booking isolation="inline" publishable-key="${publishableKey}"></prm-booking>`;
  const framed = {
    body: body.replace(' isolation="inline"', ''),
    policy: `script-src ${app.url}; frame-src ${app.url}; require-trusted-types-for 'script'; trusted-types 'none'`,
  };
  page = { body };
  return {
    origin,
    app,
    publishableKey,
    clinic,
    inbox,
    place,
    reports,
    requests,
    policy,
    body,
    framed,
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

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
