import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type AppProcess, startApp } from './app-process.ts';
import { type TestBrowser, startBrowser } from './browser.ts';

let app: AppProcess;
let browser: TestBrowser;

before(async () => {
  app = await startApp();
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await app?.stop();
});

test('the page of all states shows each of them in each language, and asks nobody for anything but its own files', async () => {
  const { page, record } = await browser.visit({ width: 320 });
  await page.goto(`${app.url}/states`);
  const shown = page.locator('#states section');
  await shown.filter({ hasText: 'cancel: sending unsent' }).getByText('Cancel this visit?').waitFor();
  assert.ok((await shown.count()) > 80, `${await shown.count()} states`);
  for (const [language, words] of [
    ['es', '¿Cancelar esta cita?'],
    ['ar', 'هل تريد إلغاء هذه الزيارة؟'],
  ] as const) {
    await page.getByLabel('Language').selectOption(language);
    await shown.filter({ hasText: 'cancel: sending unsent' }).getByText(words).waitFor();
  }
  const asked = record.requests.filter((url) => !/^\/(states|app)(\/|$)/.test(new URL(url).pathname));
  assert.deepEqual(
    { asked, errors: record.errors, violations: record.violations },
    { asked: [], errors: [], violations: [] },
  );
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
});
