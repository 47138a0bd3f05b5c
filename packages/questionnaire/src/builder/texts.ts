import { extensionUrls } from '../fhir/extensions.ts';
import type { JsonObject } from '../fhir/json.ts';

/** A text, or one for each language by its tag. The form's own language is the one that the others are translations of. */
export type Text = string | Readonly<Record<string, string>>;

/** Writes a text as FHIR does: the element in the form's language, the others as translation extensions beside it. */
export function writeText(element: string, text: Text, language: string): JsonObject {
  if (typeof text === 'string') return { [element]: text };
  const own = text[language];
  if (own === undefined) throw new TypeError(`A text has no ${JSON.stringify(language)}, the language of the form.`);
  const others = Object.entries(text).filter(([tag]) => tag !== language);
  if (others.length === 0) return { [element]: own };
  return { [element]: own, [`_${element}`]: { extension: others.map(([tag, content]) => translation(tag, content)) } };
}

function translation(lang: string, content: string): JsonObject {
  return {
    url: extensionUrls.translation,
    extension: [
      { url: 'lang', valueCode: lang },
      { url: 'content', valueString: content },
    ],
  };
}
