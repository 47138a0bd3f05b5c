/** The key of the node that a node stands in, and the entry of it; undefined for an outermost one. */
export function parentOf(key: string): { readonly key: string; readonly entry: number } | undefined {
  const slash = key.lastIndexOf('/');
  const colon = key.lastIndexOf(':', slash);
  return colon < 0 ? undefined : { key: key.slice(0, colon), entry: Number(key.slice(colon + 1, slash)) };
}
