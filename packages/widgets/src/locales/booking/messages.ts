import type { en as first } from './first/en.ts';
import type { en as later } from './later/en.ts';

/**
 * The texts of `<prm-booking>`, by key; English says which there are, and another language that lacks one does not compile. A text with values in
 * it is a function of them. A count comes twice: as a number, to choose the word by, and in the digits of the reader's language, to show.
 */
export type Messages = FirstMessages & LaterMessages;

/** The texts that the first times need: a browser loads no others before it shows them. */
export type FirstMessages = typeof first;

/** All other texts; they come with the code that shows them. */
export type LaterMessages = typeof later;
