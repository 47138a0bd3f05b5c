import type { AccessLogMessages } from '../locales/access-log/messages.ts';
import { failureWords } from '../sign-in/failure-words.ts';
import type { SignInContext } from '../sign-in/sign-in-context.ts';
import type { SignInMessages } from '../locales/sign-in/messages.ts';
import type { LogState } from './log-state.ts';
import { ofLog } from './log-view.ts';

/** What a screen reader is told of the list. */
export function logAnnouncement(
  state: LogState,
  context: Pick<SignInContext, 'number'> & { readonly messages: SignInMessages & AccessLogMessages },
): string {
  const { messages, number } = context;
  switch (state.status) {
    case 'idle':
      return '';
    case 'loading':
      return messages.loading;
    case 'failed':
      return failureWords(state.failure, ofLog(context)).title;
    case 'ready': {
      const { events, more, fresh } = state;
      if (more.status === 'loading') return messages.loading;
      if (more.status === 'failed') return failureWords(more.failure, ofLog(context)).title;
      if (fresh > 0) return messages.newEntries(fresh, number(fresh));
      return messages.entriesShown(events.length, number(events.length));
    }
  }
}
