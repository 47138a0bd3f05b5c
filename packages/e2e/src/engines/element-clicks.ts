import { type EnginePage, waitUntil } from './engine-page.ts';

/** Clicks what has this text inside the element, as soon as it is there. @param selector of what can be clicked; a radio counts with its label's text */
export async function clickOn(page: EnginePage, selector: string, text = ''): Promise<void> {
  await waitUntil(
    page,
    `${selector} ${text}`,
    (query, words) => {
      const { shadowRoot } = document.querySelector('prm-booking, prm-access-log, prm-survey') ?? {};
      const found = [...(shadowRoot?.querySelectorAll<HTMLElement>(query) ?? [])];
      const target = found.find((each) => (each.closest('label') ?? each).innerText.includes(words));
      const isReady = target !== undefined && target.ariaDisabled !== 'true';
      if (isReady) target.click();
      return isReady;
    },
    selector,
    text,
  );
}

/** Waits for a step by its heading, and answers all that the element shows. */
export const untilHeading = (page: EnginePage, title: string): Promise<string> =>
  waitUntil(
    page,
    title,
    (words) => {
      const { shadowRoot } = document.querySelector('prm-booking, prm-access-log, prm-survey') ?? {};
      const heading = shadowRoot?.querySelector('h2')?.innerText.trim();
      return heading === words && (shadowRoot?.textContent ?? '');
    },
    title,
  );

/** Waits until the element says something, wherever in it. */
export const untilText = (page: EnginePage, text: string): Promise<true> =>
  waitUntil(
    page,
    text,
    (words) =>
      (document.querySelector('prm-booking, prm-access-log, prm-survey')?.shadowRoot?.textContent ?? '').includes(
        words,
      ) || null,
    text,
  );

/** Sets fields as password managers do: behind any framework's back, with the events that tell of it, and without a key. @param values by the fields' ids */
export const fillForm = (page: EnginePage, values: Readonly<Record<string, string>>): Promise<void> =>
  page.evaluate((entries) => {
    const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set;
    const root = document.querySelector('prm-booking, prm-access-log, prm-survey')?.shadowRoot;
    for (const [name, value] of Object.entries(entries)) {
      const input = root?.getElementById(name);
      if (!input) throw new Error(`There is no field ${name}.`);
      setValue?.call(input, value);
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.dispatchEvent(new Event('change', { bubbles: true }));
    }
  }, values);

/** Types into an empty field with real keys. @param id of the field @throws unless what was typed stands in it */
export async function typeInto(page: EnginePage, id: string, text: string): Promise<void> {
  await page.evaluate((name) => {
    const root = document.querySelector('prm-booking, prm-access-log, prm-survey')?.shadowRoot;
    root?.getElementById(name)?.focus();
  }, id);
  await page.type(text);
  await waitUntil(
    page,
    `what was typed into ${id}`,
    (name, typed) => {
      const field = document.querySelector('prm-booking, prm-access-log, prm-survey')?.shadowRoot?.getElementById(name);
      return field instanceof HTMLInputElement && field.value === typed;
    },
    id,
    text,
  );
}
