import type { FormContext } from './survey-context.ts';

/** A size in words: in kilobytes, from a million bytes on in megabytes. */
export function sizeWords(bytes: number, { messages, number }: Pick<FormContext, 'messages' | 'number'>): string {
  if (bytes < 1_000_000) return messages.fileSize(number(Math.floor(bytes / 1000)));
  return messages.fileMegabytes(number(Math.floor(bytes / 100_000) / 10));
}

/** The size of a file that is there: one that holds anything has a kilobyte at least. */
export const heldWords = (bytes: number, context: Parameters<typeof sizeWords>[1]): string =>
  sizeWords(bytes === 0 ? 0 : Math.max(1000, bytes), context);

/** Kinds of files in words that people use: pictures (PNG, JPEG), or PDF. */
export function fileTypeWords(
  mimeTypes: readonly string[],
  { messages, locale }: Pick<FormContext, 'messages' | 'locale'>,
): string {
  const kinds: Readonly<Record<string, string>> = messages.fileKinds;
  const found = new Map<string, string[]>();
  for (const type of mimeTypes) {
    const [main = '', sub = ''] = type.split(/[/;]/);
    const name = nameOf(sub);
    const kind = (Object.hasOwn(kinds, main) ? kinds[main] : name) || type;
    found.set(kind, [...(found.get(kind) ?? []), ...(kind === name ? [] : [name])]);
  }
  const words = [...found].map(([kind, names]) =>
    names.length > 0 && names.every(Boolean) ? `${kind} (${names.join(', ')})` : kind,
  );
  return new Intl.ListFormat(locale, { type: 'disjunction' }).format(words);
}

/** Programs' names where people know them, else what a file's name ends with. Empty for all of a kind. */
const nameOf = (sub: string): string =>
  /word/.test(sub)
    ? 'Word'
    : /excel|sheet/.test(sub)
      ? 'Excel'
      : sub
          .replace(/^(x-|vnd\.)|\+.*|\*/g, '')
          .replace('plain', 'txt')
          .toUpperCase();
