import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import { item } from '../builder/items.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'recommend';

/** Whether somebody would recommend the clinic, 0 to 10. Over many responses: `recommendShare`. */
export const recommend: Instrument = {
  id,
  questionnaire: buildQuestionnaire(
    { url: addressOf(id), version: '1', title: { en: 'Recommending us', es: 'Recomendarnos', ar: 'التوصية بنا' } },
    [
      item.scale(
        'recommend',
        {
          en: 'How likely are you to recommend this clinic to family or friends?',
          es: '¿Qué tan probable es que recomiende esta clínica a familiares o amigos?',
          ar: 'ما مدى احتمال أن توصي بهذه العيادة لأهلك أو أصدقائك؟',
        },
        {
          from: 0,
          to: 10,
          ends: {
            from: { en: 'Not at all likely', es: 'Nada probable', ar: 'غير محتمل إطلاقًا' },
            to: { en: 'Extremely likely', es: 'Muy probable', ar: 'محتمل جدًا' },
          },
        },
      ),
    ],
  ),
  scores: [
    {
      id,
      title: { en: 'Would recommend', es: 'Recomendaría', ar: 'التوصية' },
      linkIds: ['recommend'],
      points: { from: 0, to: 10 },
      mayMiss: 0,
      better: 'higher',
      bands: [
        { code: 'unlikely', from: 0, to: 6, title: { en: 'Unlikely', es: 'Poco probable', ar: 'غير محتمل' } },
        { code: 'neutral', from: 7, to: 8, title: { en: 'Neutral', es: 'Neutral', ar: 'محايد' } },
        { code: 'likely', from: 9, to: 10, title: { en: 'Likely', es: 'Probable', ar: 'محتمل' } },
      ],
      source: 'Bands: Reichheld F. Harvard Business Review 2003;81(12):46-54',
    },
  ],
  safety: [],
  licence: 'Apache-2.0',
};
