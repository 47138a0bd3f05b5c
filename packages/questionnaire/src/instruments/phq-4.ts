import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import type { ScoreRule } from '../scores/score-rule.ts';
import { frequencyGroup, frequencyPoints, linkIdsOf, patientHealthLicence } from './frequency-items.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'phq-4';
const source = 'Kroenke K, Spitzer RL, Williams JB, Löwe B. Psychosomatics 2009;50:613-621';

const half = (part: string, title: string, first: number): ScoreRule => ({
  id: `${id}-${part}`,
  title,
  linkIds: linkIdsOf(id, 2, first),
  points: frequencyPoints,
  mayMiss: 0,
  better: 'lower',
  bands: [
    { code: 'negative', from: 0, to: 2, title: 'Negative' },
    { code: 'positive', from: 3, to: 6, title: 'Positive' },
  ],
  source,
});

/**
 * Patient Health Questionnaire, four questions: two for anxiety, two for depression; each half is positive from 3 on. No rule for unanswered questions is published with it, so without one of them there is no score.
 *
 * Kroenke K, Spitzer RL, Williams JB, Löwe B. An ultra-brief screening scale for anxiety and depression: the PHQ-4. Psychosomatics 2009;50:613-621.
 */
export const phq4: Instrument = {
  id,
  questionnaire: buildQuestionnaire(
    {
      url: addressOf(id),
      version: '1',
      title: 'Patient Health Questionnaire (PHQ-4)',
      copyright: patientHealthLicence,
    },
    [
      frequencyGroup(id, [
        'Feeling nervous, anxious or on edge',
        'Not being able to stop or control worrying',
        'Little interest or pleasure in doing things',
        'Feeling down, depressed, or hopeless',
      ]),
    ],
  ),
  scores: [
    {
      id,
      title: 'PHQ-4',
      linkIds: linkIdsOf(id, 4),
      points: frequencyPoints,
      mayMiss: 0,
      better: 'lower',
      bands: [
        { code: 'normal', from: 0, to: 2, title: 'Normal' },
        { code: 'mild', from: 3, to: 5, title: 'Mild' },
        { code: 'moderate', from: 6, to: 8, title: 'Moderate' },
        { code: 'severe', from: 9, to: 12, title: 'Severe' },
      ],
      source,
    },
    half('anxiety', 'PHQ-4, anxiety', 1),
    half('depression', 'PHQ-4, depression', 3),
  ],
  safety: [],
  licence: patientHealthLicence,
};
