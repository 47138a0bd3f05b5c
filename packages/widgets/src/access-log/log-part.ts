import type { Session } from '@openprm/sdk';
import type { TemplateResult } from 'lit';
import { failureWords } from '../sign-in/failure-words.ts';
import { failureNotice } from '../sign-in/views/parts.ts';
import type { LogContext } from './log-view.ts';

/** What stands beside the log when it is asked for. */
export interface LogPart {
  view(context: LogContext, session: Session): TemplateResult;
  /** What a screen reader is told of it; empty where nothing has happened. */
  words(context: LogContext): string;
  /** What is to take the focus, once, as a selector. */
  takeFocus?(): string | null;
  /** Something else is told now. */
  hush?(): void;
}

const failure = { kind: 'connection' } as const;

/** A part that could not be loaded. */
export const unloaded = (onRetry: () => void): LogPart => ({
  view: (context) => failureNotice(failure, context, onRetry),
  words: (context) => failureWords(failure, context).title,
});
