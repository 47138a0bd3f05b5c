import type { FallbackPiece } from './protocol.ts';

const unread = 'script, style, template, noscript';
const lines = 'p, div, li, dt, dd, tr, h1, h2, h3, h4, h5, h6';

/** What stands in the `fallback` slot of an element, as text and links: the frame writes the clinic's number where it is needed. */
export function readFallback(host: Element): FallbackPiece[] {
  const pieces: FallbackPiece[] = [];
  let line: Element | null = null;
  for (const slotted of host.children) {
    if (slotted.slot !== 'fallback') continue;
    const walker = document.createTreeWalker(slotted, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { parentElement } = node;
      const text = (node.textContent ?? '').replaceAll(/\s+/g, ' ');
      if (text.trim() === '' || !parentElement || parentElement.closest(unread)) continue;
      const around = parentElement.closest(lines);
      if (pieces.length > 0 && around !== line) pieces.push({ text: '\n', href: null });
      line = around;
      pieces.push({ text, href: parentElement.closest<HTMLAnchorElement>('a[href]')?.href ?? null });
    }
  }
  return pieces;
}
