import { extensionsOf } from './extensions.ts';
import { isObject, objectsOf, stringOf, type JsonObject } from './json.ts';

/**
 * A text in the reader's language: the translation extension on the text, or a concept's designation, else the text as it stands. It is a plain
 * text whatever is in it; who shows it must not read it as markup.
 *
 * @param element the name of the text's element: `text`, `title`, `display`, `value`
 * @param language BCP 47; `es-MX` also finds `es`, and `es` finds `es-MX`
 * @returns undefined if there is no such text
 */
export function textIn(holder: JsonObject, element: string, language: string): string | undefined {
  const translations = [
    ...extensionsOf(holder[`_${element}`], 'translation').map((extension) => {
      const parts = objectsOf(extension['extension']);
      const part = (url: string, value: string) => stringOf(parts.find((each) => each['url'] === url)?.[value]);
      return {
        language: part('lang', 'valueCode'),
        text: part('content', 'valueString') ?? part('content', 'valueMarkdown'),
      };
    }),
    ...objectsOf(holder['designation']).map((each) => ({
      language: stringOf(each['language']),
      text: stringOf(each['value']),
    })),
  ];
  const wanted = language.toLowerCase();
  const primary = (tag: string) => tag.split('-')[0];
  const found =
    translations.find((each) => each.language?.toLowerCase() === wanted) ??
    translations.find(
      (each) => each.language !== undefined && primary(each.language.toLowerCase()) === primary(wanted),
    );
  return found?.text ?? stringOf(holder[element]);
}

/** The languages that a form has texts in, its own first. */
export function languagesOf(questionnaire: JsonObject): readonly string[] {
  const found = new Set<string>();
  const own = stringOf(questionnaire['language']);
  if (own !== undefined) found.add(own);
  collect(questionnaire, 0, found);
  return [...found];
}

function collect(value: unknown, depth: number, found: Set<string>): void {
  if (depth > 100) return;
  if (Array.isArray(value)) return value.forEach((each) => collect(each, depth + 1, found));
  if (!isObject(value)) return;
  const designated = objectsOf(value['designation']).map((each) => each['language']);
  const translated = extensionsOf(value, 'translation').map(
    (extension) => objectsOf(extension['extension']).find((part) => part['url'] === 'lang')?.['valueCode'],
  );
  for (const language of [...designated, ...translated]) if (typeof language === 'string') found.add(language);
  for (const each of Object.values(value)) if (typeof each === 'object') collect(each, depth + 1, found);
}
