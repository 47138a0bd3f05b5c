import { buildQuestionnaire } from '../builder/build-questionnaire.ts';
import { item } from '../builder/items.ts';
import { addressOf, type Instrument } from './instrument.ts';

const id = 'pain-scale';

/**
 * Pain from 0 to 10, in our own words. No bands: published cut points differ from one group of patients to the next. A change of 2 is important: Farrar JT et al.,
 * Pain 2001;94:149-158.
 */
export const painScale: Instrument = {
  id,
  questionnaire: buildQuestionnaire(
    { url: addressOf(id), version: '1', title: { en: 'Pain', es: 'Dolor', ar: 'الألم' } },
    [
      item.scale(
        'pain-24-hours',
        {
          en: 'How strong was your pain in the last 24 hours, on average?',
          es: '¿Qué tan fuerte fue su dolor en las últimas 24 horas, en promedio?',
          ar: 'ما مدى شدة ألمك في المتوسط خلال آخر 24 ساعة؟',
        },
        {
          from: 0,
          to: 10,
          ends: {
            from: { en: 'No pain', es: 'Sin dolor', ar: 'لا ألم' },
            to: {
              en: 'The worst pain you can imagine',
              es: 'El peor dolor que pueda imaginar',
              ar: 'أسوأ ألم يمكنك تخيله',
            },
          },
        },
      ),
    ],
  ),
  scores: [
    {
      id,
      title: { en: 'Pain', es: 'Dolor', ar: 'الألم' },
      linkIds: ['pain-24-hours'],
      points: { from: 0, to: 10 },
      mayMiss: 0,
      better: 'lower',
      bands: [],
      change: { important: 2 },
      source: 'Change: Farrar et al. 2001',
    },
  ],
  safety: [],
  licence: 'Apache-2.0',
};
