import type { en } from './en.ts';

/** The texts of where one is signed in, by key; another language that lacks one does not compile. */
export type OwnSessionsMessages = typeof en;
