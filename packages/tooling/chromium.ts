import { existsSync } from 'node:fs';
import { installPackages } from './debian.ts';

/** How a Chromium is started for tests: without a window, without calls home, and as root in a container too. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const wellKnown = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium or Chrome to test with: CHROME_PATH, else one of the usual places. */
export function findChromium(): string | undefined {
  const named = process.env['CHROME_PATH'];
  if (named) return existsSync(named) ? named : undefined;
  return wellKnown.find((file) => existsSync(file));
}

/**
 * Finds a Chromium, or installs Debian's as root.
 *
 * @throws saying what to install, where it cannot be brought
 */
export function bringChromium(say: (line: string) => void): string {
  const found = findChromium();
  if (found) return found;
  installPackages(['chromium'], say);
  const installed = findChromium();
  if (installed) return installed;
  throw new Error('The browser tests need Chromium or Chrome: install one, or name it in CHROME_PATH.');
}
