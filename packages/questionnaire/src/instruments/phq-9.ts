import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import { difficultyItem, frequencyGroup, frequencyPoints, linkIdsOf, patientHealthLicence } from './frequency-items.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'phq-9';

/**
 * Patient Health Questionnaire, nine questions: depression, 0 to 27. Any answer but "not at all" to the ninth is a safety answer.
 *
 * Kroenke K, Spitzer RL, Williams JB. The PHQ-9: validity of a brief depression severity measure. J Gen Intern Med 2001;16:606-613. One or two unanswered questions get the
 * mean of the others: Kroenke K et al., Gen Hosp Psychiatry 2010;32:345-359; Arrieta J et al., J Clin Psychol 2017;73:1076-1090. A change of 5 is important: Löwe B et al., Med Care 2004;42:1194-1201.
 */
export const phq9: Instrument = {
  id,
  questionnaire: buildQuestionnaire(
    {
      url: addressOf(id),
      version: '1',
      title: 'Patient Health Questionnaire (PHQ-9)',
      copyright: patientHealthLicence,
    },
    [
      frequencyGroup(id, [
        'Little interest or pleasure in doing things',
        'Feeling down, depressed, or hopeless',
        'Trouble falling or staying asleep, or sleeping too much',
        'Feeling tired or having little energy',
        'Poor appetite or overeating',
        'Feeling bad about yourself - or that you are a failure or have let yourself or your family down',
        'Trouble concentrating on things, such as reading the newspaper or watching television',
        'Moving or speaking so slowly that other people could have noticed? Or the opposite - being so fidgety or restless that you have been moving around a lot more than usual',
        'Thoughts that you would be better off dead or of hurting yourself in some way',
      ]),
      difficultyItem(id),
    ],
  ),
  scores: [
    {
      id,
      title: 'PHQ-9',
      linkIds: linkIdsOf(id, 9),
      points: frequencyPoints,
      mayMiss: 2,
      better: 'lower',
      bands: [
        { code: 'minimal', from: 0, to: 4, title: 'Minimal' },
        { code: 'mild', from: 5, to: 9, title: 'Mild' },
        { code: 'moderate', from: 10, to: 14, title: 'Moderate' },
        { code: 'moderately-severe', from: 15, to: 19, title: 'Moderately severe' },
        { code: 'severe', from: 20, to: 27, title: 'Severe' },
      ],
      change: { important: 5 },
      source: 'Kroenke, Spitzer, Williams 2001; missing answers: Kroenke et al. 2010; change: Löwe et al. 2004',
    },
  ],
  safety: [{ linkId: `${id}-9`, atLeast: 1 }],
  licence: patientHealthLicence,
};
