import type { en } from './en.ts';

/** The texts of signing in, by key; English says which there are, and another language that lacks one does not compile. */
export type SignInMessages = typeof en;
