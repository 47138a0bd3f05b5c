/**
 * Watches `lang` and `dir` of an element and of all that is around it, through shadow roots.
 *
 * @returns ends it
 */
export function watchLanguage(element: Element, onChange: () => void): () => void {
  const watch = new MutationObserver((changes) => {
    if (changes.some(({ target }) => isAround(element, target))) onChange();
  });
  for (let root = element.getRootNode(); ; root = root.host.getRootNode()) {
    watch.observe(root, { attributes: true, attributeFilter: ['lang', 'dir'], subtree: true });
    if (!(root instanceof ShadowRoot)) return () => watch.disconnect();
  }
}

function isAround(element: Element, around: Node): boolean {
  for (let node = element; ;) {
    if (around.contains(node)) return true;
    const root = node.getRootNode();
    if (!(root instanceof ShadowRoot)) return false;
    node = root.host;
  }
}
