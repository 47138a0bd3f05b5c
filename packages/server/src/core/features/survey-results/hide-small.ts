import { smallestCell } from '@openprm/contract';

/**
 * Which parts of a whole are hidden: those of too few, and besides them as many others, the smallest first, that what is left when all that is shown is taken from the whole is not of too few.
 *
 * @param counts of each part
 * @param unplaced how many of the whole are in no part
 * @returns the indices of what is hidden
 */
export function hiddenParts(counts: readonly number[], unplaced = 0): ReadonlySet<number> {
  const order = counts.map((_, index) => index).toSorted((a, b) => (counts[a] ?? 0) - (counts[b] ?? 0));
  const hidden = new Set<number>();
  let left = unplaced;
  for (const index of order) {
    const count = counts[index] ?? 0;
    if (count >= smallestCell && (left === 0 || left >= smallestCell)) break;
    hidden.add(index);
    left += count;
  }
  return hidden;
}
