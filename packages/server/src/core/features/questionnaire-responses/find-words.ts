import type { FhirResource } from '@openprm/contract';

/** All that was typed, without case and accents, as words between single spaces. */
function typedWords(response: FhirResource): string {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) {
        if (name === 'valueString' && typeof inner === 'string') texts.push(inner);
        else visit(inner);
      }
  };
  visit(response['item']);
  return texts.map(toWords).join('');
}

/** Accents of Latin, Greek and Cyrillic, points of Hebrew, and vowels and lengthening of Arabic, which people write or leave out. Marks of other scripts are letters. */
const leftOut = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]+/gu;

/** A text as its words, each between spaces. */
const toWords = (text: string): string =>
  ` ${text
    .normalize('NFKD')
    .replace(leftOut, '')
    .toLowerCase()
    .normalize('NFKC')
    .replace(leftOut, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()} `;

/** Scripts that put no space between words, and those that join an article, a preposition or an ending to the word. */
const joined =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}\p{sc=Tibt}\p{sc=Hang}\p{sc=Arab}\p{sc=Hebr}]/u;

/**
 * Finds words in what was typed, whatever their case and accents. A word is a whole one where words stand between spaces; in Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese, Tibetan, Arabic and
 * Hebrew it is found within others, too.
 *
 * @returns whether a text of the response has a word, or several in a row
 */
export function findWords(response: FhirResource): (word: string) => boolean {
  const typed = typedWords(response);
  return (word) => {
    const words = toWords(word);
    return words.trim() !== '' && typed.includes(joined.test(word) ? words.trim() : words);
  };
}
