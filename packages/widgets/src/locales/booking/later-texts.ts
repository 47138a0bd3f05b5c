import { createCatalogue } from '../catalogue.ts';
import { en } from './later/en.ts';

/** The texts of everything but the first times. */
export const laterTexts = createCatalogue(en, {
  ar: async () => (await import('./later/ar.ts')).ar,
  es: async () => (await import('./later/es.ts')).es,
});
