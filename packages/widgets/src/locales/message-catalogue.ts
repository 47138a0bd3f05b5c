import type { en } from './en.ts';

/**
 * All texts of the elements, by key; English says which there are, and another language that lacks one does not compile. A text with values in
 * it is a function of them. A count comes twice: as a number, to choose the word by, and in the digits of the reader's language, to show.
 */
export type Messages = typeof en;
