import puppeteer, { type Frame, type KeyInput, type Page } from 'puppeteer-core';
import { callText, type EnginePage, type KeyName, shownFrame } from './engine-page.ts';

/** Starts a Firefox with one page, driven by WebDriver BiDi, which Firefox speaks by itself: no geckodriver. */
export async function openFirefoxPage(executablePath: string): Promise<EnginePage> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    defaultViewport: { width: 1280, height: 900 },
  });
  const page = await browser.newPage();
  let here: Page | Frame = page;
  return {
    engine: 'firefox',
    goto: async (url) => {
      here = page;
      await page.goto(url);
    },
    // Puppeteer would wait for a load event, which a page that was kept does not have.
    back: () => page.evaluate('void history.back()') as Promise<void>,
    async press(key) {
      const isShifted = key.startsWith('Shift+');
      if (isShifted) await page.keyboard.down('Shift');
      await page.keyboard.press(keyInput(key.replace('Shift+', '') as KeyName));
      if (isShifted) await page.keyboard.up('Shift');
    },
    type: (text) => page.keyboard.type(text),
    evaluate: async (run, ...values) => (await here.evaluate(callText(run, values))) as ReturnType<typeof run>,
    addScript: async (text) => void (await here.evaluate(text)),
    async enterFrame() {
      const handle = await page.waitForFunction(`(${shownFrame.toString()})()`);
      here = (await handle.asElement()?.contentFrame()) ?? page;
    },
    async leaveFrame() {
      here = page;
    },
    close: () => browser.close(),
  };
}

/** Puppeteer names the key of a space, alone among these, by what it types. */
const keyInput = (name: KeyName): KeyInput => (name === 'Space' ? ' ' : name);
