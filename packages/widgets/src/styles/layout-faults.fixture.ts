/**
 * What a person would call broken in the layout of an element: text that leaves the card or its button or is cut off, anything that makes the
 * card scroll sideways, and targets below 24 by 24 px (WCAG 2.5.8). Empty when there is nothing.
 */
export function layoutFaults(root: ShadowRoot): readonly string[] {
  const card = root.querySelector<HTMLElement>('.card');
  if (!card) return ['there is no card'];
  const faults = [...textFaults(card), ...targetFaults(card)];
  if (card.scrollWidth > card.clientWidth + 1)
    faults.push(`scrolls sideways: ${card.scrollWidth} in ${card.clientWidth}`);
  return faults;
}

function textFaults(card: HTMLElement): string[] {
  const faults: string[] = [];
  const walker = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const parent = text.parentElement;
    const words = text.textContent?.trim() ?? '';
    if (!parent || words === '' || parent.closest('.unseen')) continue;
    const frames = framesOf(parent, card).map((frame) => ({ frame, box: frame.getBoundingClientRect() }));
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      if (rect.width === 0) continue;
      const left = frames.find(({ box }) => !isWithin(rect, box));
      if (left) faults.push(`"${words}" leaves its ${left.frame.className} by ${overhang(rect, left.box)} px`);
    }
  }
  return faults;
}

/** What a text has to stay in: the card, its button or cell, and whatever cuts off. */
function framesOf(element: Element, card: Element): Element[] {
  const frames = [card];
  for (let node: Element | null = element; node && node !== card; node = node.parentElement) {
    if (node.matches('button, td, th, .option, .notice, .fact') || getComputedStyle(node).overflowX !== 'visible')
      frames.push(node);
  }
  return frames;
}

const isWithin = (inner: DOMRect, outer: DOMRect) => overhang(inner, outer) <= 1;

const overhang = (inner: DOMRect, outer: DOMRect) =>
  Math.ceil(
    Math.max(
      outer.left - inner.left,
      inner.right - outer.right,
      outer.top - inner.top - 2,
      inner.bottom - outer.bottom - 2,
    ),
  );

function targetFaults(card: HTMLElement): string[] {
  return [...card.querySelectorAll<HTMLElement>('button, input, a[href]')].flatMap((target) => {
    // A link in a sentence is as high as its line (2.5.8, inline); a radio is pressed by its card.
    if (getComputedStyle(target).display === 'inline') return [];
    const { width, height } = (target.closest('label') ?? target).getBoundingClientRect();
    return width >= 24 && height >= 24 ? [] : [`${target.className} is ${width} by ${height} px`];
  });
}
