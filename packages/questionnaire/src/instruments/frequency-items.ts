import { item, type BuiltItem } from '../builder/items.ts';

const system = 'urn:openprm:codes:frequency-two-weeks';

const options = {
  'not-at-all': { text: 'Not at all', weight: 0 },
  'several-days': { text: 'Several days', weight: 1 },
  'more-than-half': { text: 'More than half the days', weight: 2 },
  'nearly-every-day': { text: 'Nearly every day', weight: 3 },
} as const;

/** The questions of the Patient Health Questionnaires: one answer each, from "not at all" to "nearly every day". */
export function frequencyGroup(id: string, texts: readonly string[]): BuiltItem {
  return item.group(
    id,
    'Over the last 2 weeks, how often have you been bothered by any of the following problems?',
    texts.map((text, index) => item.choice(`${id}-${index + 1}`, text, { system, options })),
    { control: 'htable' },
  );
}

/** How much the problems hinder: asked after them, and no part of the score. */
export function difficultyItem(id: string): BuiltItem {
  return item.choice(
    `${id}-difficulty`,
    'If you checked off any problems, how difficult have these problems made it for you to do your work, take care of things at home, or get along with other people?',
    {
      system: 'urn:openprm:codes:difficulty',
      options: {
        'not-difficult': 'Not difficult at all',
        'somewhat-difficult': 'Somewhat difficult',
        'very-difficult': 'Very difficult',
        'extremely-difficult': 'Extremely difficult',
      },
    },
  );
}

export const frequencyPoints = { from: 0, to: 3 };

/** The linkIds of a frequency group. */
export function linkIdsOf(id: string, count: number, first = 1): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${id}-${first + index}`);
}

export const patientHealthLicence =
  'Developed by Drs. Robert L. Spitzer, Janet B.W. Williams, Kurt Kroenke and colleagues, with an educational grant from Pfizer Inc. No permission required to reproduce, translate, display or distribute. In English only here: translations are to be the published ones.';
