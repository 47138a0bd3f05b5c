import type { en } from './en.ts';

/** The texts of `<prm-access-log>` besides those of signing in, by key; another language that lacks one does not compile. */
export type AccessLogMessages = typeof en;
