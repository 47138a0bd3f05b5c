import type { EngineName } from '../../../tooling/test/engines.ts';

/** A key that is neither a letter nor a digit, by its name in the UI Events specification. */
export type KeyName =
  | 'Tab'
  | 'Enter'
  | 'Space'
  | 'ArrowLeft'
  | 'ArrowRight'
  | 'ArrowUp'
  | 'ArrowDown'
  | 'Home'
  | 'End'
  | 'PageUp'
  | 'PageDown';

/** A key alone, or with Shift held down. */
export type KeyPress = KeyName | `Shift+${KeyName}`;

/** What can be handed to a function in a page and back. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [name: string]: Plain };

/** A page in one of the engines. Its keys come from outside, as a keyboard's do: their events are trusted and have their default actions. */
export interface EnginePage {
  readonly engine: EngineName;
  /** Waits for the page's load event. */
  goto(url: string): Promise<void>;
  back(): Promise<void>;
  press(key: KeyPress): Promise<void>;
  /** One key after the other, as somebody types them. */
  type(text: string): Promise<void>;
  /** Runs a function in the page. It may use nothing from around it; what it answers must be plain, and is not waited for. */
  evaluate<Arguments extends readonly Plain[], Result>(
    run: (...values: Arguments) => Result,
    ...values: Arguments
  ): Promise<Result>;
  /** From now on the page is the element's frame, once that shows something; keys go where the focus is, as before. */
  enterFrame(): Promise<void>;
  /** Back to the page around the frame. */
  leaveFrame(): Promise<void>;
  /** Runs a script's text in the page's global scope, whatever the page's policy says. */
  addScript(text: string): Promise<void>;
  close(): Promise<void>;
}

/** The text of a call in a page, for engines that take text. */
export const callText = (run: (...values: never) => unknown, values: readonly Plain[]): string =>
  `(${run.toString()})(...${JSON.stringify(values)})`;

/** Runs in the page: the frame of the element, once it is shown. */
export const shownFrame = (): HTMLIFrameElement | null =>
  document
    .querySelector('prm-booking, prm-access-log, prm-survey')
    ?.shadowRoot?.querySelector<HTMLIFrameElement>('iframe.shown') ?? null;

/** What comes from the server may take so long. */
const patienceMilliseconds = 30_000;

/**
 * Asks a page until the answer is neither false nor null.
 *
 * @param what is waited for, in words
 * @throws after 30 s
 */
export async function waitUntil<Arguments extends readonly Plain[], Result>(
  page: EnginePage,
  what: string,
  ask: (...values: Arguments) => Result,
  ...values: Arguments
): Promise<Exclude<Result, false | null>> {
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline) {
    const answer = await page.evaluate(ask, ...values);
    if (answer !== false && answer !== null) return answer as Exclude<Result, false | null>;
    await new Promise((next) => setTimeout(next, 30));
  }
  const seen = await page.evaluate(
    () =>
      document.querySelector('prm-booking, prm-access-log, prm-survey')?.shadowRoot?.textContent ??
      document.body.innerText,
  );
  throw new Error(`${page.engine} did not come to "${what}". It shows: ${seen.replaceAll(/\s+/g, ' ').trim()}`);
}
