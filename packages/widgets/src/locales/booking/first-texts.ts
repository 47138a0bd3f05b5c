import { createCatalogue } from '../catalogue.ts';
import { en } from './first/en.ts';

/** The texts of the first times. */
export const firstTexts = createCatalogue(en, {
  ar: async () => (await import('./first/ar.ts')).ar,
  es: async () => (await import('./first/es.ts')).es,
});
