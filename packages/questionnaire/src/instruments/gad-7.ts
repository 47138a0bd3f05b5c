import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import { difficultyItem, frequencyGroup, frequencyPoints, linkIdsOf, patientHealthLicence } from './frequency-items.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'gad-7';

/**
 * Generalized Anxiety Disorder scale, seven questions: 0 to 21.
 *
 * Spitzer RL, Kroenke K, Williams JB, Löwe B. Arch Intern Med 2006;166:1092-1097. No rule for unanswered questions is in it, so without one of them there is no score. A change of 4 is important: Toussaint A
 * et al., J Affect Disord 2020;265:395-401.
 */
export const gad7: Instrument = {
  id,
  questionnaire: buildQuestionnaire(
    {
      url: addressOf(id),
      version: '1',
      title: 'Generalized Anxiety Disorder scale (GAD-7)',
      copyright: patientHealthLicence,
    },
    [
      frequencyGroup(id, [
        'Feeling nervous, anxious, or on edge',
        'Not being able to stop or control worrying',
        'Worrying too much about different things',
        'Trouble relaxing',
        'Being so restless that it is hard to sit still',
        'Becoming easily annoyed or irritable',
        'Feeling afraid as if something awful might happen',
      ]),
      difficultyItem(id),
    ],
  ),
  scores: [
    {
      id,
      title: 'GAD-7',
      linkIds: linkIdsOf(id, 7),
      points: frequencyPoints,
      mayMiss: 0,
      better: 'lower',
      bands: [
        { code: 'minimal', from: 0, to: 4, title: 'Minimal' },
        { code: 'mild', from: 5, to: 9, title: 'Mild' },
        { code: 'moderate', from: 10, to: 14, title: 'Moderate' },
        { code: 'severe', from: 15, to: 21, title: 'Severe' },
      ],
      change: { important: 4 },
      source: 'Spitzer, Kroenke, Williams, Löwe 2006; change: Toussaint et al. 2020',
    },
  ],
  safety: [],
  licence: patientHealthLicence,
};
