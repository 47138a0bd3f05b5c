/**
 * Runs in the page: what an element shows, node by node, with attributes and what is chosen and typed. Ids, and what points to them, are each element's own.
 */
export function shownInPage(selector: string): string[] {
  const own = new Set(['id', 'for', 'name']);
  const lines: string[] = [];
  const look = (node: Node, depth: number) => {
    const indent = ' '.repeat(depth);
    if (node instanceof Text && node.data.trim() !== '') lines.push(indent + node.data.trim());
    if (!(node instanceof Element)) return;
    const attributes = [...node.attributes].flatMap(({ name, value }) => (own.has(name) ? [] : [`${name}="${value}"`]));
    const state = node instanceof HTMLInputElement ? [`${node.checked}`, node.value] : [];
    lines.push(indent + [node.localName, ...attributes.toSorted(), ...state].join(' '));
    for (const child of node.childNodes) look(child, depth + 1);
  };
  for (const child of document.querySelector(selector)?.shadowRoot?.children ?? []) look(child, 0);
  return lines;
}
