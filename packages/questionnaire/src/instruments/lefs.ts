import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import { item } from '../builder/items.ts';
import type { Text } from '../builder/texts.ts';
import type { ScoreRule } from '../scores/score-rule.ts';
import { linkIdsOf } from './frequency-items.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'lefs';
const count = 20;
const codes = ['unable', 'quite-a-bit', 'moderate', 'a-little-bit', 'none'] as const;

/**
 * Lower Extremity Functional Scale: 0 to 80, more is better. Every question has to be answered: no rule for missing ones is published with it, and no bands are.
 *
 * Binkley JM, Stratford PW, Lott SA, Riddle DL. Phys Ther 1999;79:371-383: detectable change (90 %) and important difference are 9 points each.
 */
export const lefsScore: ScoreRule = {
  id,
  title: 'LEFS',
  linkIds: linkIdsOf(id, count),
  points: { from: 0, to: 4 },
  mayMiss: 0,
  better: 'higher',
  bands: [],
  change: { detectable: 9, important: 9 },
  source: 'Binkley, Stratford, Lott, Riddle 1999',
};

/** The scale's own words, as a clinic has them with its permission. */
export interface LefsWording {
  readonly instruction: Text;
  /** The twenty activities, in the published order. */
  readonly activities: readonly Text[];
  /** The five answers, from "extreme difficulty or unable to perform activity" to "no difficulty". */
  readonly difficulties: readonly [Text, Text, Text, Text, Text];
  readonly copyright: string;
  readonly language?: string;
}

/**
 * The scale with the words of who has the right to use them: they were published by the American Physical Therapy Association, and others reprint them with its
 * permission, so they are not part of this package.
 *
 * @throws TypeError if there are not twenty activities
 */
export function buildLefs(wording: LefsWording): Instrument {
  const { instruction, activities, difficulties, copyright, language = 'en' } = wording;
  if (activities.length !== count)
    throw new TypeError(`The scale has ${count} activities, and ${activities.length} were given.`);
  const options = Object.fromEntries(codes.map((code, weight) => [code, { text: difficulties[weight] ?? '', weight }]));
  const questions = activities.map((text, index) =>
    item.choice(`${id}-${index + 1}`, text, { system: 'urn:openprm:codes:lefs-difficulty', options }),
  );
  return {
    id,
    questionnaire: buildQuestionnaire(
      { url: addressOf(id), version: '1', title: 'Lower Extremity Functional Scale', copyright, language },
      [item.group(id, instruction, questions, { control: 'htable' })],
    ),
    scores: [lefsScore],
    safety: [],
    licence: copyright,
  };
}
