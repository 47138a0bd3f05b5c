import { type EnginePage, type Plain, waitUntil } from '../engines/engine-page.ts';
import { readDevice, readReachable, watchConsole, watchFrame } from './in-page.ts';
import type { Channel, Trace } from './watch.ts';

/**
 * The script that a front puts into each page, in every engine: it keeps there what is written to the console, to titles, addresses and the history, and which
 * events are dispatched, until it is read.
 */
export const gateScript = `(() => {
  const kept = [];
  Object.defineProperty(window, 'gateKept', { value: kept });
  Object.defineProperty(window, 'gateTells', { value: (...trace) => void kept.push(trace) });
  Object.defineProperty(window, 'gateReads', { value: ${readDevice.toString()} });
  (${watchConsole.toString()})();
  (${watchFrame.toString()})();
})();`;

type Written = readonly [channel: Channel, place: string, text: string];

/** What was written in the page or frame that is looked at, since it was read last; and what its origin keeps on the device now. */
export async function readWritten(page: EnginePage): Promise<readonly Trace[]> {
  const written = (await page.evaluate(() => {
    const { gateKept, gateReads } = window as unknown as {
      gateKept: Plain[];
      gateReads: () => Promise<[string, string][]>;
    };
    const place: { device?: Plain } = {};
    Object.defineProperty(window, 'gateDevice', { value: place, configurable: true });
    void gateReads().then((found) => (place.device = found));
    return gateKept.splice(0);
  })) as unknown as readonly Written[];
  const device = (await waitUntil(
    page,
    'what the device keeps',
    () => (window as unknown as { gateDevice: { device?: Plain } }).gateDevice.device ?? null,
  )) as readonly [string, string][];
  const origin = await page.evaluate(() => location.origin);
  return [
    ...written.map(([channel, place, text]) => ({ channel, place, text })),
    ...device.map(([place, text]) => ({ channel: 'storage', place: `${origin} ${place}`, text }) as const),
  ];
}

/** What a script of the host's page can reach, from the page that is looked at. */
export const readHost = async (page: EnginePage): Promise<readonly Trace[]> =>
  ((await page.evaluate(readReachable)) as readonly (readonly [string, string])[]).map(([place, text]) => ({
    channel: 'host page',
    place,
    text,
  }));

/** Addresses that the page or frame asked for, of an origin other than these. */
export const askedOfOthers = (page: EnginePage, origins: readonly string[]): Promise<readonly string[]> =>
  page.evaluate(
    (ours: readonly string[]) =>
      performance
        .getEntriesByType('resource')
        .map(({ name }) => name)
        .filter((url) => /^https?:/.test(url) && !ours.includes(new URL(url).origin)),
    origins,
  );
