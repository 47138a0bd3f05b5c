import type { en as asking } from './asking/en.ts';
import type { en as first } from './first/en.ts';
import type { en as later } from './later/en.ts';

/** The texts of `<prm-survey>` by key; a language that lacks one does not compile. A count comes twice: as a number, to choose the word by, and in digits, to show. */
export type SurveyMessages = FirstMessages & AskingMessages & LaterMessages;

/** The texts of what stands before the first question. */
export type FirstMessages = typeof first;

/** The texts of a question that is chosen from, and of the ways on. */
export type AskingMessages = typeof asking;

/** All other texts; they come with the code that shows them. */
export type LaterMessages = typeof later;
