import type { PatientInput } from '@openprm/sdk';
import type { FrameLocator, Locator, Page, Request } from 'playwright-core';

/** What a person does with the booking element on a page, by the names that they read there. */
export interface BookingActs {
  /** Clicks so far. */
  clicks(): number;
  click(target: Locator): Promise<void>;
  button(name: string | RegExp): Locator;
  chooseVisit(service: RegExp, location: RegExp): Promise<void>;
  /** Presses the time beside "First available", and waits for what comes next. */
  chooseFirstAvailable(): Promise<void>;
  fillIn(patient: PatientInput): Promise<void>;
  /** The five fields as they stand. */
  typed(): Promise<string[]>;
  /** The element's headline. */
  title(): Locator;
}

/** The document of a framed element, where people find what they would find on the page. @param tag of the element on the page */
export const inFrame = (page: Page, tag = 'prm-booking'): FrameLocator => page.frameLocator(`${tag} iframe`);

/**
 * Opens a page with an element in a frame. A driver that comes late to the frame's process sees nothing of it: what is watched there would not be, and what is to be
 * answered in the API's place would go to the API. Such a page is opened anew.
 */
export async function openFramed(page: Page, url: string): Promise<void> {
  for (let tries = 1; tries <= 3; tries += 1) {
    const isOfFrame = (request: Request) => !request.isNavigationRequest() && request.frame() !== page.mainFrame();
    const seen = page.waitForEvent('request', { predicate: isOfFrame, timeout: 5000 }).then(
      () => true,
      () => false,
    );
    await page.goto(url);
    if (await seen) return;
  }
  throw new Error(`Nothing of a frame on ${url} was seen, three times.`);
}

/**
 * The acts of one person at one page.
 *
 * @param page or {@link inFrame}
 * @param tag of the element, where it is under another one
 */
export function bookingActs(page: Page | FrameLocator, tag = 'prm-booking'): BookingActs {
  let clicks = 0;
  const element = page.locator(tag);
  const click = async (target: Locator) => {
    await target.click();
    clicks += 1;
  };
  const button = (name: string | RegExp) => element.getByRole('button', { name, exact: typeof name === 'string' });
  const field = (name: RegExp) => element.getByRole('textbox', { name });
  const fields = [/^First name/, /^Last name/, /^Mobile phone/, /^Date of birth/, /^E-mail/].map(field);
  return {
    clicks: () => clicks,
    click,
    button,
    async chooseVisit(service, location) {
      await click(element.getByRole('radio', { name: service }));
      await click(element.getByRole('radio', { name: location }));
      await click(button('See times'));
    },
    async chooseFirstAvailable() {
      await click(element.getByRole('button', { description: 'First available' }));
    },
    async fillIn({ given, family, phone, birthDate, email }) {
      const [year, month, day] = birthDate.split('-');
      const values = [given, family, phone, `${month}/${day}/${year}`, email];
      for (const [index, locator] of fields.entries()) await locator.fill(values[index] ?? '');
    },
    typed: () => Promise.all(fields.map((locator) => locator.inputValue())),
    title: () => element.getByRole('heading', { level: 2 }),
  };
}
