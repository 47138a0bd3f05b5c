import { createCatalogue } from '../catalogue.ts';
import { en } from './asking/en.ts';

/** The texts of a question that is chosen from, and of the ways on. */
export const askingTexts = createCatalogue(en, {
  ar: async () => (await import('./asking/ar.ts')).ar,
  es: async () => (await import('./asking/es.ts')).es,
});
