import type { Locator, Page } from 'playwright-core';
import { countMails } from './demo-pages.ts';

/** The demo's people, by role: the page that asks them shows the same. */
const addresses = {
  owner: 'owner@riverside.example',
  clinician: 'clinician@riverside.example',
  'front-desk': 'frontdesk@riverside.example',
  volunteer: 'volunteer@riverside.example',
} as const;
export type DemoRole = keyof typeof addresses;

const password = 'a calm river in spring';

/** The longest that the code's mail may take to the outbox. */
const mailMilliseconds = 30_000;

/** Opens `/staff` and, where it asks, signs in as one of the demo's people with the code from the outbox. */
export async function openStaff(page: Page, origin: string, role: DemoRole = 'front-desk'): Promise<void> {
  await page.goto(`${origin}/staff`);
  if (!page.url().includes('/sign-in')) return;
  await givePassword(page, origin, role, async (code) => {
    await page.getByRole('textbox', { name: 'Code', exact: true }).fill(code);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  });
  await page.getByRole('navigation', { name: 'Staff' }).waitFor();
}

/** The first step, on the page that asks for it; then reads the code and hands it over. */
export async function givePassword(
  page: Page,
  origin: string,
  role: DemoRole,
  withCode: (code: string) => Promise<void>,
): Promise<void> {
  const outbox = await page.context().newPage();
  try {
    const to = addresses[role];
    const before = await countMails(outbox, origin, to);
    await page.getByRole('textbox', { name: 'E-mail' }).fill(to);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('heading', { name: 'Enter your code' }).waitFor();
    const deadline = performance.now() + mailMilliseconds;
    while ((await countMails(outbox, origin, to)) === before) {
      if (performance.now() > deadline) throw new Error(`No code for ${to} came to the outbox.`);
    }
    // the newest stands first
    await outbox.getByRole('link').filter({ hasText: to }).first().click();
    const code = /code is (\d{6})/.exec(await outbox.getByRole('article').innerText())?.[1];
    if (code === undefined) throw new Error('The mail has no code.');
    await withCode(code);
  } finally {
    await outbox.close();
  }
}

/**
 * Goes through `/staff`, day after day from today on, until a visit of a patient is there.
 *
 * @returns its row
 * @throws after three weeks
 */
export async function findVisit(page: Page, origin: string, family: string): Promise<Locator> {
  await openStaff(page, origin);
  for (let day = 0; day < 21; day += 1) {
    const row = page.getByRole('row').filter({ hasText: family });
    if ((await row.count()) > 0) return row;
    await page.getByRole('link', { name: 'Next day' }).click();
  }
  throw new Error(`No visit of ${family} is at /staff within three weeks.`);
}
