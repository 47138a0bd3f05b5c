import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { BrowserLauncher } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { webdriverLauncher } from '@web/test-runner-webdriver';
import puppeteer from 'puppeteer-core';
import { chromiumArguments, findChromium } from '../chromium.ts';

const launchers = { chromium, firefox, webkit };

/** @param names comma-separated; `chromium` unless given */
export async function browsers(names = 'chromium'): Promise<BrowserLauncher[]> {
  return Promise.all(
    names.split(',').map((name) => {
      if (!(name in launchers)) throw new Error(`OPENPRM_BROWSERS knows chromium, firefox and webkit, not ${name}.`);
      return launchers[name as keyof typeof launchers]();
    }),
  );
}

async function chromium(): Promise<BrowserLauncher> {
  const executablePath = required(findChromium(), 'Chromium or Chrome (or name it in CHROME_PATH)');
  return chromeLauncher({ launchOptions: { executablePath, headless: true, args: chromiumArguments } });
}

/** Through WebDriver BiDi, which Firefox speaks by itself: no geckodriver. */
async function firefox(): Promise<BrowserLauncher> {
  const places = [process.env['FIREFOX_PATH'] ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'];
  const executablePath = required(
    places.find((file) => existsSync(file)),
    'firefox-esr',
  );
  return chromeLauncher({
    puppeteer: puppeteer as never,
    concurrency: 1,
    launchOptions: { browser: 'firefox', executablePath, headless: true },
  });
}

/** WebKitGTK behind its own driver and a screen of its own: Debian's webkit2gtk-driver and xvfb. */
async function webkit(): Promise<BrowserLauncher> {
  const miniBrowser = '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser';
  const driver = required(['/usr/bin/WebKitWebDriver'].find(existsSync), 'webkit2gtk-driver');
  const screen = required(['/usr/bin/Xvfb'].find(existsSync), 'xvfb');
  const port = 4567;
  const env = { ...process.env, DISPLAY: ':97', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  const started = [
    spawn(screen, [':97', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: 'ignore' }),
    spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], { env, stdio: 'ignore' }),
  ];
  process.on('exit', () => started.forEach((child) => child.kill()));
  const launcher = webdriverLauncher({
    hostname: '127.0.0.1',
    port,
    path: '/',
    logLevel: 'error',
    capabilities: {
      alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] } },
      firstMatch: [{}],
    } as never,
    // Its types differ from the runner's only under exactOptionalPropertyTypes.
  }) as unknown as BrowserLauncher;
  // The launcher leaves its name empty, and reports would name no browser.
  const initialize = launcher.initialize?.bind(launcher);
  launcher.initialize = async (...args) => {
    await initialize?.(...args);
    launcher.name = 'WebKit';
  };
  return launcher;
}

function required(file: string | undefined, name: string): string {
  if (file) return file;
  throw new Error(`Not installed here: ${name}.`);
}
