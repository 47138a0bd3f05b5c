/** Steps that a match may cost: some tenths of a second on a slow telephone. */
const mostSteps = 4_000_000;

/** Characters of an answer that a pattern has to cope with. */
const usualLength = 100;

/**
 * A pattern runs against what somebody typed, and some take a time that doubles with each character. Those are refused: a repeat without an end of a group that itself repeats or chooses, back references,
 * look-behind, and repeats that divide a text in too many ways.
 *
 * @returns why the pattern is refused, in a word that `explainIssue` knows, or undefined
 */
export function whyUnsafe(source: string): string | undefined {
  if (/\\[1-9k]|\(\?<?[=!]/.test(source)) return 'reference';
  const steps = stepsOf(source, usualLength);
  return steps === Infinity ? 'nested' : steps > mostSteps ? 'repeats' : undefined;
}

/** Whether a text of so many characters is not too long to try a pattern on: one that is does not fit it. */
export const isTriable = (source: string, length: number): boolean => stepsOf(source, length) <= mostSteps;

/** An escape, a class, the beginning of a group, or any character, with its repeat. */
const atoms = /(\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?::|<\w+>))?|[^])(?:([*+?])|\{(\d+)(,?)(\d*)\})?\??/gsu;

/**
 * A bound of the steps of a match that goes wrong, were all characters the same: what repeats divides them in so many ways, each repeat without an end among all, and each choice multiplies.
 *
 * @param length of the text, in characters
 * @returns Infinity where a group that itself repeats or chooses repeats without an end
 */
export function stepsOf(source: string, length: number): number {
  type Group = readonly [before: number, ways: number, steps: number, shared: number];
  const groups: Group[] = [];
  // Ways of the choices before this one, ways and steps of this one, and how many repeats without an end divide the text, at its beginning and here.
  let [before, ways, steps, shared, sharing] = [0, 1, 0, 0, 0];
  for (const [, atom = '', sign, least, comma, most] of source.matchAll(atoms)) {
    if (atom[0] === '(') {
      groups.push([before, ways, steps, shared]);
      [before, ways, steps, shared] = [0, 1, 0, sharing];
    } else if (atom === '|') {
      before += ways;
      ways = 1;
      sharing = shared;
    } else {
      const from = sign ? Number(sign === '+') : Number(least ?? 1);
      const to = sign === '?' ? 1 : sign || (comma && !most) ? Infinity : Number(most || (least ?? 1));
      let [inner, cost] = [1, 1];
      if (atom === ')') {
        [inner, cost] = [before + ways, steps];
        [before, ways, steps, shared] = groups.pop() ?? [0, 1, 0, 0];
      }
      const divided = (length + sharing + 2) / (sharing + 1);
      let factor = to - from + 1;
      if (inner > 1) {
        factor *= inner ** to;
        cost *= to * inner ** (to - 1);
      } else {
        if (factor > divided) {
          factor = divided;
          sharing++;
        }
        cost *= Math.max(from, factor);
      }
      steps += ways * cost;
      ways *= factor;
    }
  }
  return steps + ways;
}
