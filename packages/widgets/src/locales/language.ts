/**
 * The language an element is shown in: its own attribute, the `lang` nearest to it (through shadow roots), then the browser's. What is no
 * language tag is passed over.
 */
export function localeOf(element: Element, own: string | null): string {
  for (const candidate of [own, nearestLang(element), navigator.language]) {
    if (candidate && isLanguageTag(candidate)) return candidate;
  }
  return 'en';
}

function nearestLang(element: Element): string | null {
  for (let node: Element | null = element; node; node = hostOf(node)) {
    const lang = node.closest('[lang]')?.getAttribute('lang');
    if (lang) return lang;
  }
  return null;
}

function hostOf(element: Element): Element | null {
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
