import type { en } from './own/en.ts';

/** The texts of the list of one's own surveys besides those of signing in, by key; another language that lacks one does not compile. */
export type OwnSurveyMessages = typeof en;
