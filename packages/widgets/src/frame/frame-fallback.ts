import type { FallbackPiece } from './protocol.ts';

/** Writes the clinic's own words into the `fallback` slot of the element in the frame: text and links, never markup. */
export function writeFallback(element: Element, pieces: readonly FallbackPiece[]): void {
  if (pieces.length === 0) return element.replaceChildren();
  const slotted = document.createElement('span');
  slotted.slot = 'fallback';
  slotted.style.whiteSpace = 'pre-line';
  for (const { text, href } of pieces) {
    if (href === null) {
      slotted.append(text);
      continue;
    }
    const link = document.createElement('a');
    link.href = href;
    link.textContent = text;
    if (/^http/i.test(href)) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
    slotted.append(link);
  }
  element.replaceChildren(slotted);
}
