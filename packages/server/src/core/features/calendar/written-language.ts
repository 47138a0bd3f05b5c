/** A language in which mails and calendar files are written. */
export type WrittenLanguage = 'en' | 'es';

/** The language to write in for a person who reads `tag` (BCP 47, such as `es-US`): English unless there is theirs. */
export const writtenLanguage = (tag: string | null): WrittenLanguage =>
  tag !== null && /^es(-|$)/i.test(tag) ? 'es' : 'en';
