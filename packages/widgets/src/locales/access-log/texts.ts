import { createCatalogue } from '../catalogue.ts';
import { en } from './en.ts';

/** The texts of `<prm-access-log>` besides those of signing in. */
export const accessLogTexts = createCatalogue(en, {
  ar: async () => (await import('./ar.ts')).ar,
  es: async () => (await import('./es.ts')).es,
});
