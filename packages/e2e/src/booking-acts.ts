import type { PatientInput } from '@openprm/sdk';
import type { Locator, Page } from 'playwright-core';

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

/** The acts of one person at one page. @param tag of the element, where it is under another one */
export function bookingActs(page: Page, tag = 'prm-booking'): BookingActs {
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
