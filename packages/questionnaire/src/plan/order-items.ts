/** What each item depends on: indices of items. */
export type Sources = readonly ReadonlySet<number>[];

/** An order in which every item comes after what it depends on, as far as there is one. */
export interface ItemOrder {
  /** By index, its place in the order. */
  readonly ranks: readonly number[];
  /** Items that depend on one another. In each of them the form's own order counts. */
  readonly cycles: readonly (readonly number[])[];
}

/**
 * Orders items by what they depend on (Tarjan's strongly connected components, without recursion: a form may chain thousands of conditions).
 *
 * Within a cycle the form's order counts. An answer that stands before is taken as it stands, disabled or not; one that stands after counts by its answer alone.
 * So each item is looked at once for each answer, and every cycle ends.
 */
export function orderItems(sources: Sources): ItemOrder {
  const count = sources.length;
  const found = Array.from({ length: count }, (): number => -1);
  const low = Array.from({ length: count }, (): number => 0);
  const isOpen = Array.from({ length: count }, (): boolean => false);
  const open: number[] = [];
  const ranks = Array.from({ length: count }, (): number => 0);
  const cycles: number[][] = [];
  let seen = 0;
  let rank = 0;

  const enter = (item: number) => {
    found[item] = low[item] = seen++;
    open.push(item);
    isOpen[item] = true;
    return { item, rest: [...(sources[item] ?? [])].sort((a, b) => b - a) };
  };
  const close = (item: number) => {
    const members = open.splice(open.lastIndexOf(item)).sort((a, b) => a - b);
    for (const member of members) {
      isOpen[member] = false;
      ranks[member] = rank++;
    }
    if (members.length > 1) cycles.push(members);
  };

  for (let start = 0; start < count; start++) {
    if (found[start] !== -1) continue;
    const path = [enter(start)];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const source = top.rest.pop();
      if (source === undefined) {
        path.pop();
        const above = path.at(-1);
        if (above) low[above.item] = Math.min(low[above.item] ?? 0, low[top.item] ?? 0);
        if (low[top.item] === found[top.item]) close(top.item);
      } else if (found[source] === -1) path.push(enter(source));
      else if (isOpen[source]) low[top.item] = Math.min(low[top.item] ?? 0, found[source] ?? 0);
    }
  }
  return { ranks, cycles };
}
