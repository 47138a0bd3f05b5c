import { en } from './en.ts';
import type { Messages } from './message-catalogue.ts';

export type { Messages } from './message-catalogue.ts';

const loaders = {
  ar: async () => (await import('./ar.ts')).ar,
  es: async () => (await import('./es.ts')).es,
} satisfies Record<string, () => Promise<Messages>>;

const isLoadable = (language: string): language is keyof typeof loaders => Object.hasOwn(loaders, language);

/** Texts that came already, so that an element that is shown again does not wait. */
const loaded = new Map<string, Messages>([['en', en]]);

/** The language of a locale that there are texts for: its own, else English. */
export function languageOf(locale: string): string {
  const [language = 'en'] = locale.toLowerCase().split('-');
  return isLoadable(language) ? language : 'en';
}

/** The texts of a locale when they are there; undefined while {@link loadMessages} has yet to be awaited. */
export const messagesOf = (locale: string): Messages | undefined => loaded.get(languageOf(locale));

/** Loads the texts of a locale; English is always there. A language that cannot be loaded falls back to English. */
export async function loadMessages(locale: string): Promise<void> {
  const language = languageOf(locale);
  if (loaded.has(language) || !isLoadable(language)) return;
  try {
    loaded.set(language, await loaders[language]());
  } catch {
    loaded.set(language, en);
  }
}
