import type { LitElement } from 'lit';
import type { PrmConfig } from '../../config/config-context.ts';

/** The element that the list stands in. */
export interface OwnHost extends LitElement {
  readonly locale: string | null;
  readonly pace: 'question' | 'page' | null;
  /** Whether who signed in stays so when the page is left. */
  readonly remember: boolean;
}

/** What the page around it says: its language, and the session that it hands over. Without one somebody signs in here. */
export interface OwnConfig {
  readonly value: Pick<PrmConfig, 'locale' | 'session'> | null;
}

/** Puts the list into the place of what is asked, or around it; and what a screen reader is told. */
export type Around = (asked: unknown, words: string) => readonly [main: unknown, words: string];
