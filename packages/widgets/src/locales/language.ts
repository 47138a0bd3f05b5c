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

/**
 * Whether the host says in which direction its text runs: by a `dir` on the element, or on what is between it and the `lang` that it speaks. A
 * `dir` further out belongs to another language.
 *
 * @param own The element's own language, or null where it takes the nearest `lang`.
 */
export function isDirectionSet(element: Element, own: string | null): boolean {
  for (let node: Element | null = element; node; node = parentOf(node)) {
    if (/^(ltr|rtl|auto)$/i.test(node.getAttribute('dir') ?? '')) return true;
    if (own || node.getAttribute('lang')) return false;
  }
  return false;
}

function nearestLang(element: Element): string | null {
  for (let node: Element | null = element; node; node = parentOf(node)) {
    const lang = node.getAttribute('lang');
    if (lang) return lang;
  }
  return null;
}

/** The element around, through shadow roots; on a server there is none. */
function parentOf(element: Element): Element | null {
  if (typeof ShadowRoot === 'undefined') return null;
  const root = element.parentElement ? null : element.getRootNode();
  return root instanceof ShadowRoot ? root.host : element.parentElement;
}

function isLanguageTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
