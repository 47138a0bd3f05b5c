import type { BrowserLauncher } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';
import { chromiumArguments } from '../chromium.ts';
import { type EngineName, engines, missingEngine, readEngineNames } from './engines.ts';
import { startWebKitDriver } from './webkit-driver.ts';

const launchers = { chromium, firefox, webkit };

/** What somebody has set on their device. */
export interface Preferences {
  /** The system's colours instead of the page's, and nothing that moves. */
  readonly isForced: boolean;
}

/**
 * Launchers for web-test-runner.
 *
 * @param names comma-separated; `chromium` unless given
 * @throws at an engine that this machine lacks, and at WebKit with forced colours, which it does not know
 */
export async function browsers(
  names = 'chromium',
  preferences: Preferences = { isForced: false },
): Promise<BrowserLauncher[]> {
  return Promise.all(readEngineNames(names).map((name) => launchers[name](preferences)));
}

async function chromium({ isForced }: Preferences): Promise<BrowserLauncher> {
  const executablePath = required('chromium', engines.chromium.find());
  const forced = isForced ? ['--force-high-contrast', '--force-prefers-reduced-motion'] : [];
  return chromeLauncher({
    // A page that is not in front gets no frames, and its tests stand still.
    concurrency: 1,
    launchOptions: { executablePath, headless: true, args: [...chromiumArguments, ...forced] },
  });
}

/** Through WebDriver BiDi, which Firefox speaks by itself: no geckodriver. */
async function firefox({ isForced }: Preferences): Promise<BrowserLauncher> {
  const executablePath = required('firefox', engines.firefox.find());
  return chromeLauncher({
    puppeteer: puppeteer as never,
    concurrency: 1,
    launchOptions: {
      browser: 'firefox',
      executablePath,
      headless: true,
      extraPrefsFirefox: isForced ? { 'browser.display.document_color_use': 2, 'ui.prefersReducedMotion': 1 } : {},
    },
  });
}

/** WebKitGTK, by WebDriver. */
async function webkit({ isForced }: Preferences): Promise<BrowserLauncher> {
  if (isForced) throw new Error('WebKit has no forced colours.');
  const places = required('webkit', engines.webkit.find());
  const launcher = webdriverLauncher({
    hostname: '127.0.0.1',
    port: await startWebKitDriver(places),
    path: '/',
    logLevel: 'error',
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: places.browser, args: ['--automation'] } },
      firstMatch: [{}],
    } as never,
    // Its types differ from the runner's only under exactOptionalPropertyTypes.
  }) as unknown as BrowserLauncher;
  // One page at a time: the launcher puts several into frames of one window, which take the focus from one another.
  launcher.concurrency = 1;
  // The launcher leaves its name empty, and reports would name no browser.
  const initialize = launcher.initialize?.bind(launcher);
  launcher.initialize = async (...args) => {
    await initialize?.(...args);
    launcher.name = 'WebKit';
  };
  return launcher;
}

function required<Places>(name: EngineName, places: Places | undefined): Places {
  if (places !== undefined) return places;
  throw new Error(missingEngine(name));
}
