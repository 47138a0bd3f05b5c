import type { Page } from 'playwright-core';
import { readCalendar, type Calendar } from './calendar.ts';

/** A mail as the demo's outbox shows it. */
export interface ShownMail {
  readonly text: string;
  /** The address of its link to the visit, if it has one. */
  readonly link: string | null;
  /** Its calendar file, as it is downloaded. */
  readonly calendar: Calendar;
}

/** The longest that a mail may take to the outbox: the queue looks once a second. */
const mailMilliseconds = 30_000;

/**
 * Looks at `/outbox` until a mail is there.
 *
 * @throws when it does not come
 */
export async function findMail(
  page: Page,
  origin: string,
  wanted: { readonly to: string; readonly subject: string; readonly text?: string },
): Promise<ShownMail> {
  const deadline = performance.now() + mailMilliseconds;
  const read = new Set<string>();
  while (performance.now() < deadline) {
    await page.goto(`${origin}/outbox`);
    const mails = page.getByRole('link').filter({ hasText: wanted.subject }).filter({ hasText: wanted.to });
    const paths = await mails.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
    for (const path of paths.filter((each) => !read.has(each))) {
      read.add(path);
      await page.goto(origin + path);
      const text = await page.getByRole('article').innerText();
      if (text.includes(wanted.text ?? '')) return shownMail(page, origin, text);
    }
  }
  throw new Error(`No mail "${wanted.subject}" for ${wanted.to} came to the outbox.`);
}

/**
 * Looks at `/outbox` until a mail is there, and opens it.
 *
 * @throws when it does not come
 */
export async function openMail(page: Page, origin: string, subject: string, to: string): Promise<void> {
  const deadline = performance.now() + mailMilliseconds;
  const mail = page.getByRole('link').filter({ hasText: subject }).filter({ hasText: to });
  while (performance.now() < deadline) {
    await page.goto(`${origin}/outbox`);
    if ((await mail.count()) === 0) continue;
    await mail.first().click();
    await page.getByRole('article').waitFor();
    return;
  }
  throw new Error(`No mail "${subject}" for ${to} came to the outbox.`);
}

/** How many mails the outbox shows for an address. */
export async function countMails(page: Page, origin: string, to: string): Promise<number> {
  await page.goto(`${origin}/outbox`);
  return page.getByRole('link').filter({ hasText: to }).count();
}

async function shownMail(page: Page, origin: string, text: string): Promise<ShownMail> {
  const link = page.getByRole('article').getByRole('link', { name: /\/manage(\?lang=[\w-]+)?#/ });
  const file = await page.getByRole('link', { name: /^Download / }).getAttribute('href');
  const response = await page.context().request.get(`${origin}${file}`);
  return {
    text,
    link: (await link.count()) === 0 ? null : await link.getAttribute('href'),
    calendar: readCalendar(await response.text()),
  };
}

/** The code of the newest mail to an address, off the demo's outbox. @throws when none comes */
export async function findCode(page: Page, origin: string, to: string): Promise<string> {
  const deadline = performance.now() + mailMilliseconds;
  while (performance.now() < deadline) {
    await page.goto(`${origin}/outbox`);
    const mail = page.getByRole('link').filter({ hasText: to }).filter({ hasText: /code/i }).first();
    if ((await mail.count()) === 0) continue;
    await mail.click();
    const [code] = /\b\d{8}\b/.exec(await page.getByRole('article').innerText()) ?? [];
    if (code !== undefined) return code;
  }
  throw new Error(`No mail with a code for ${to} came to the outbox.`);
}
