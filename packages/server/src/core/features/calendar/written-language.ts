/** A language in which mails and calendar files are written. */
export type WrittenLanguage = 'en' | 'es' | 'ar';

/** The language to write in for a person who reads `tag` (BCP 47, such as `es-US`): English unless there is theirs. */
export function writtenLanguage(tag: string | null): WrittenLanguage {
  const language = tag?.split('-')[0]?.toLowerCase();
  return language === 'es' || language === 'ar' ? language : 'en';
}
