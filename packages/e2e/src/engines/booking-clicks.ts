import { clickOn, untilHeading } from './element-clicks.ts';
import type { EnginePage } from './engine-page.ts';

/** From the first step to the form, with the first available time. @param labels of the radios to choose */
export async function reachForm(page: EnginePage, labels: readonly string[]): Promise<void> {
  for (const label of labels) await clickOn(page, '[type=radio]', label);
  await clickOn(page, 'button', 'See times');
  await chooseFirstAvailable(page);
  await untilHeading(page, 'Who is the visit for?');
}

export const chooseFirstAvailable = (page: EnginePage): Promise<void> =>
  clickOn(page, '[aria-describedby=first-available]');

/** The fields as they stand, by name. */
export const readForm = (page: EnginePage): Promise<Record<string, string>> =>
  page.evaluate(() => {
    const inputs =
      document.querySelector('prm-booking')?.shadowRoot?.querySelectorAll('form input:not([type=radio])') ?? [];
    return Object.fromEntries(
      [...inputs].map((input) => [(input as HTMLInputElement).name, (input as HTMLInputElement).value]),
    );
  });
