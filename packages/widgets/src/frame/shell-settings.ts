import { type AccessSettings, accessTrouble } from '../config/access.ts';
import { accessWords } from '../config/access-words.ts';
import type { FramedElement } from './framed-element.ts';
import type { ShellSettings } from './frame-shell.ts';

/** Told to developers once, until it changes. */
let told = '';

/**
 * What a shell is opened with. Null, and the reason on the console, when a developer has to mend something first.
 *
 * @returns from the element, which has the framed element's properties, and what else is known of it
 */
export const shellSettings =
  (framed: FramedElement) =>
  (element: Element, access: AccessSettings, locale: string | null): ShellSettings | null => {
    const { apiUrl, publishableKey } = access;
    const given: unknown = Reflect.get(element, 'link');
    const link = typeof given === 'string' && given !== '' ? given : null;
    const trouble = accessTrouble(access, link === null);
    if (trouble !== null || apiUrl === null || (publishableKey === null && link === null)) {
      const words = trouble ? accessWords(trouble, element.localName) : '';
      if (words !== '' && words !== told) console.error(`OpenPRM: ${words}`);
      told = words;
      return null;
    }
    // An empty attribute, as a template writes it, fixes nothing.
    const texts = Object.keys(framed.settings).map((name) => [name, Reflect.get(element, name) || null] as const);
    const flags = Object.keys(framed.flags).map((name) => [name, Reflect.get(element, name) === true] as const);
    return {
      apiUrl: new URL(apiUrl, document.baseURI).href,
      publishableKey,
      link,
      locale,
      values: Object.fromEntries([...texts, ...flags]),
    };
  };
