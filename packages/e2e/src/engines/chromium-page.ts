import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Frame, type Page } from 'playwright-core';
import { temporaryFolder } from '../app-process.ts';
import { chromiumLaunch } from '../chromium-launch.ts';
import { callText, type EnginePage } from './engine-page.ts';

/** What a Chromium may be besides what Playwright makes of it. */
export interface ChromiumOptions {
  /** Whether it may keep a page that is left (back-forward cache). */
  readonly keepsPages?: boolean;
  /** Whether its window is one as people have it, with a profile (which is gone in the end): in a private one, a frame on another site may keep nothing. */
  readonly hasProfile?: boolean;
}

/** Starts a Chromium with one page, in a private window. */
export async function openChromiumPage({
  keepsPages = false,
  hasProfile = false,
}: ChromiumOptions = {}): Promise<EnginePage> {
  const launch = {
    ...chromiumLaunch(),
    ...(keepsPages ? { ignoreDefaultArgs: ['--disable-back-forward-cache'] } : {}),
  };
  const visitor = { locale: 'en-US', viewport: { width: 1280, height: 900 } };
  const context = hasProfile
    ? await chromium.launchPersistentContext(profileFolder(), { ...launch, ...visitor })
    : await (await chromium.launch(launch)).newContext(visitor);
  const page = await context.newPage();
  let here: Page | Frame = page;
  return {
    engine: 'chromium',
    goto: async (url) => {
      here = page;
      await page.goto(url);
    },
    back: async () => void (await page.goBack({ waitUntil: 'commit' })),
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    evaluate: async (run, ...values) => (await here.evaluate(callText(run, values))) as ReturnType<typeof run>,
    addScript: async (text) => void (await here.evaluate(text)),
    async enterFrame() {
      const element = await page.waitForSelector(
        'prm-booking iframe.shown, prm-access-log iframe.shown, prm-survey iframe.shown',
      );
      here = (await element.contentFrame()) ?? page;
    },
    async leaveFrame() {
      here = page;
    },
    async close() {
      await context.close();
      await context.browser()?.close();
    },
  };
}

/** A profile in which frames on other sites may keep something, apart for each site around them. Unless it is told so, this Chromium lets them keep nothing. */
function profileFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'Default'));
  const preferences = { profile: { block_third_party_cookies: false, cookie_controls_mode: 0 } };
  writeFileSync(path.join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return folder;
}
