import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import { item } from '../builder/items.ts';
import type { Text } from '../builder/texts.ts';
import type { ScoreRule } from '../scores/score-rule.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'visit-experience';

const rating = {
  poor: { text: { en: 'Poor', es: 'Mal', ar: 'سيئ' }, weight: 1 },
  fair: { text: { en: 'Fair', es: 'Regular', ar: 'مقبول' }, weight: 2 },
  good: { text: { en: 'Good', es: 'Bien', ar: 'جيد' }, weight: 3 },
  'very-good': { text: { en: 'Very good', es: 'Muy bien', ar: 'جيد جدًا' }, weight: 4 },
  excellent: { text: { en: 'Excellent', es: 'Excelente', ar: 'ممتاز' }, weight: 5 },
} as const;

const rated = (linkId: string, text: Text) =>
  item.choice(linkId, text, { system: 'urn:openprm:codes:rating', options: rating });

/** What is told apart in results; the best answer of each is what its top box counts. */
export const experienceDimensions: readonly {
  readonly code: string;
  readonly title: Text;
  readonly linkIds: readonly string[];
  readonly best: number;
}[] = [
  { code: 'access', title: { en: 'Access', es: 'Acceso', ar: 'سهولة الحصول على موعد' }, linkIds: ['access'], best: 5 },
  { code: 'wait', title: { en: 'Waiting', es: 'Espera', ar: 'الانتظار' }, linkIds: ['wait'], best: 5 },
  {
    code: 'office-staff',
    title: { en: 'Office staff', es: 'Personal', ar: 'موظفو الاستقبال' },
    linkIds: ['office-staff'],
    best: 5,
  },
  {
    code: 'communication',
    title: { en: 'Communication', es: 'Comunicación', ar: 'التواصل' },
    linkIds: ['listening', 'explaining'],
    best: 5,
  },
  { code: 'facility', title: { en: 'Facility', es: 'Instalaciones', ar: 'المكان' }, linkIds: ['facility'], best: 5 },
  { code: 'overall', title: { en: 'Overall', es: 'En general', ar: 'بشكل عام' }, linkIds: ['overall'], best: 5 },
];

const scores: readonly ScoreRule[] = experienceDimensions.map(({ code, title, linkIds }) => ({
  id: `${id}-${code}`,
  title,
  linkIds,
  points: { from: 1, to: 5 },
  mayMiss: 0,
  better: 'higher',
  bands: [],
  source: 'OpenPRM, own wording',
}));

/** How a visit was, in our own words: it is no CAHPS survey and must not be called one. */
export const visitExperience: Instrument = {
  id,
  questionnaire: buildQuestionnaire(
    { url: addressOf(id), version: '1', title: { en: 'Your visit', es: 'Su visita', ar: 'زيارتك' } },
    [
      item.group(
        'ratings',
        { en: 'How would you rate these?', es: '¿Cómo calificaría lo siguiente?', ar: 'كيف تقيّم ما يلي؟' },
        [
          rated('access', {
            en: 'Getting an appointment at a time that suited you',
            es: 'Conseguir una cita a una hora que le convenía',
            ar: 'الحصول على موعد في وقت يناسبك',
          }),
          rated('wait', {
            en: 'How long you waited after you arrived',
            es: 'El tiempo que esperó después de llegar',
            ar: 'مدة انتظارك بعد وصولك',
          }),
          rated('office-staff', {
            en: 'How the people at the desk and on the phone helped you',
            es: 'La ayuda del personal en recepción y por teléfono',
            ar: 'مساعدة الموظفين لك في الاستقبال وعلى الهاتف',
          }),
          rated('listening', {
            en: 'How carefully you were listened to',
            es: 'La atención con que le escucharon',
            ar: 'مدى الاهتمام بالاستماع إليك',
          }),
          rated('explaining', {
            en: 'How clearly things were explained to you',
            es: 'La claridad con que le explicaron las cosas',
            ar: 'مدى وضوح ما شُرح لك',
          }),
          rated('facility', {
            en: 'How clean and comfortable the place was',
            es: 'La limpieza y comodidad del lugar',
            ar: 'نظافة المكان وراحته',
          }),
          rated('overall', { en: 'The visit as a whole', es: 'La visita en general', ar: 'الزيارة بشكل عام' }),
        ],
        { control: 'htable' },
      ),
      item.text(
        'comment',
        {
          en: 'Is there anything you would like to tell us?',
          es: '¿Hay algo que quiera decirnos?',
          ar: 'هل هناك ما تود إخبارنا به؟',
        },
        { maxLength: 2000 },
      ),
    ],
  ),
  scores,
  safety: [],
  licence: 'Apache-2.0',
};
