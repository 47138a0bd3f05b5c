/** Repeats without an end that a pattern may have: three cost at most the cube of the answer's length. */
const mostRepeats = 3;

/** Answers beyond it are not tried against a pattern: they do not fit it. Characters. */
export const longestMatched = 500;

/**
 * A pattern runs against what somebody typed, and some take a time that doubles with each character. Those are refused: a repeat of a group that
 * itself repeats or chooses, back references, look-behind, and more than three repeats without an end.
 *
 * @returns why the pattern is refused, in a word that `explainIssue` knows, or undefined
 */
export function whyUnsafe(source: string): string | undefined {
  if (/\\[1-9k]|\(\?<?[=!]/.test(source)) return 'reference';
  const groups: boolean[] = [];
  let repeats = 0;
  // Escapes and classes are one character each here.
  const flat = source.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  for (let index = 0; index < flat.length; index++) {
    const character = flat[index];
    const isEndless = (at: number) => /^(?:[*+]|\{\d+,\})/.test(flat.slice(at));
    const isRepeat = (at: number) => /^(?:[*+]|\{\d+(?:,\d*)?\})/.test(flat.slice(at));
    if (character === '(') groups.push(false);
    if (character === '|' || (character !== '(' && isRepeat(index + 1))) {
      if (groups.length > 0 && character !== ')') groups[groups.length - 1] = true;
    }
    if (character === ')') {
      const varies = groups.pop() ?? false;
      if (varies && isRepeat(index + 1)) return 'nested';
      if (groups.length > 0 && (varies || isRepeat(index + 1))) groups[groups.length - 1] = true;
    }
    if (isEndless(index)) repeats++;
  }
  return repeats > mostRepeats ? 'repeats' : undefined;
}
