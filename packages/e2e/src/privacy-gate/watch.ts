import type { BrowserContext, Frame, Request } from 'playwright-core';
import { readDevice, readReachable, watchConsole, watchFrame } from './in-page.ts';

/** Where something was written that leaves a page or outlives it. */
export type Channel =
  | 'address of a request'
  | 'header of a request'
  | 'body of a request'
  | 'request to another origin'
  | 'console'
  | 'event'
  | 'title, address or history'
  | 'storage'
  | 'host page'
  | 'log';

/** What was written, and where. */
export interface Trace {
  readonly channel: Channel;
  /** Within the channel: an address, the name of a store. */
  readonly place: string;
  readonly text: string;
}

/** Watches all that the pages of a browser context write. */
export interface Watch {
  /** What was written until now; storage is read when {@link Watch.readStorage} is called. */
  readonly traces: readonly Trace[];
  /** Reads all that every frame's origin keeps on the device now. */
  readStorage(): Promise<void>;
  /** Reads all that a script of the host's page can reach in it now. */
  readHost(): Promise<void>;
}

/**
 * Begins to watch. Call it before the first page is opened.
 *
 * @param apiUrl bodies of requests under its `/v1` are what a patient sends on purpose
 */
export async function watchContext(context: BrowserContext, apiUrl: string): Promise<Watch> {
  const traces: Trace[] = [];
  const write = (channel: Channel, place: string, text: string) => void traces.push({ channel, place, text });
  await context.exposeBinding('gateTells', (_source, channel: Channel, place: string, text: string) =>
    write(channel, place, text),
  );
  await context.addInitScript(watchConsole);
  await context.addInitScript(watchFrame);
  context.on('request', (request) => void readRequest(request, apiUrl, write));
  context.on('console', (message) => write('console', message.type(), message.text()));
  context.on('weberror', (error) => write('console', 'uncaught', String(error.error().stack)));
  return {
    traces,
    async readStorage() {
      for (const page of context.pages()) {
        for (const frame of page.frames()) {
          for (const [place, text] of await frame.evaluate(readDevice))
            write('storage', `${originOf(frame)} ${place}`, text);
        }
      }
      for (const { name, value, domain } of await context.cookies())
        write('storage', `cookie of ${domain}`, `${name}=${value}`);
    },
    async readHost() {
      for (const page of context.pages()) {
        for (const [place, text] of await page.mainFrame().evaluate(readReachable)) write('host page', place, text);
      }
    },
  };
}

const originOf = (frame: Frame) => (frame.url().startsWith('http') ? new URL(frame.url()).origin : frame.url());

async function readRequest(
  request: Request,
  apiUrl: string,
  write: (channel: Channel, place: string, text: string) => void,
): Promise<void> {
  const url = request.url();
  const place = `${request.method()} ${url}`;
  const isOurs = url.startsWith(`${apiUrl}/v1/`);
  write('address of a request', request.method(), url);
  if (!isOurs) write('body of a request', place, request.postDataBuffer()?.toString('latin1') ?? '');
  // What a page sends to anybody who is not us is a leak in any part of it.
  if (!url.startsWith(apiUrl) && /^https?:/.test(url))
    write('request to another origin', place, `${url}\n${request.postDataBuffer()?.toString('latin1') ?? ''}`);
  const writeHeaders = (headers: Readonly<Record<string, string>>) => {
    for (const [name, value] of Object.entries(headers)) {
      // The credential is how its owner asks us.
      if (!(isOurs && name === 'authorization')) write('header of a request', `${place} ${name}`, `${name}: ${value}`);
    }
  };
  // What the page wrote is told at once; what the browser adds to it, later.
  writeHeaders(request.headers());
  writeHeaders(await request.allHeaders().catch(() => ({})));
}
