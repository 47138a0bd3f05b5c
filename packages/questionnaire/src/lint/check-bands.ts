import { doMeet } from '../scores/score-response.ts';
import type { Band, ScoreRule } from '../scores/score-rule.ts';
import type { Found } from './fault.ts';

/** Names bands of which a score could be in none, or in two. */
export function checkBands({ id, bands }: ScoreRule): readonly Found[] {
  const inOrder = bands.toSorted((one, other) => one.from - other.from);
  return inOrder.flatMap((band, index): readonly Found[] => {
    const next = inOrder[index + 1];
    if (band.to < band.from) return [badBands(`${nameOf(id, band)} ends at ${band.to}, before it begins.`)];
    if (next === undefined || doMeet(band, next)) return [];
    return [
      badBands(
        `${nameOf(id, band)} ends at ${band.to}, and ${JSON.stringify(next.code)} begins at ${next.from}: ${
          next.from > band.to ? 'a score between them has no band' : 'a score can be in both'
        }. Let each begin where the one before it ends, by the next whole number.`,
      ),
    ];
  });
}

const nameOf = (scoreId: string, { code }: Band) => `The band ${JSON.stringify(code)} of the score ${scoreId}`;

const badBands = (message: string): Found => ['error', 'bad-bands', '/item', message];
