import { firstAnnouncement } from './first/first-announcement.ts';
import { isSending } from './flow/saving-state.ts';
import { conflictTelling, heldTelling, type TellingWithout, tellingOf } from './safety-answers.ts';
import type { Answers, SurveyState } from './survey-state.ts';
import { leftWords, openingFailureWords, overWords } from './views/over-views.ts';
import { savingFailureWords } from './views/saving-words.ts';
import { tellingWords } from './views/safety-notice.ts';
import type { SurveyContext } from './views/survey-context.ts';

/** What a screen reader is told of all other states. The same state gives the same words, and the live region speaks only when they change. */
export function announcementOf(state: SurveyState, context: SurveyContext): string {
  const { messages } = context;
  switch (state.step) {
    case 'opening':
      return state.failure ? openingFailureWords(state.failure, messages).title : messages.loading;
    case 'over':
      return `${overWords(state.reason, messages).title} ${state.isAnyLeft ? leftWords(messages) : ''}`.trim();
    case 'refused':
      return messages.refusedTitle;
    case 'answering':
    case 'review': {
      const { status } = state.saving;
      const failed = status.status === 'failed' && status.kind === 'whole' ? status.failure : null;
      if (isSending(state)) return messages.sending;
      if (failed) return savingFailureWords(failed, messages).title;
      return helpWords(tellingOf(state), messages) || filesWords(state, messages);
    }
    case 'held':
      return helpWords(heldTelling(state.answers), messages);
    case 'conflict':
      return `${messages.conflictTitle} ${helpWords(conflictTelling(state), messages)}`.trim();
    case 'late':
      return state.telling === null
        ? messages.lateTitle
        : `${messages.lateTitle} ${messages.helpTitle} ${tellingWords(state.telling, messages)}`;
    case 'sent':
      return '';
    default:
      return firstAnnouncement(state, context);
  }
}

/** What became of the file that was chosen last. */
function filesWords({ uploads }: Answers, messages: SurveyContext['messages']): string {
  const last = [...uploads.values()].at(-1)?.at(-1);
  if (!last) return '';
  const { name } = last.file;
  switch (last.status.status) {
    case 'waiting':
    case 'sending':
      return messages.fileSending(name);
    case 'sent':
      return messages.fileArrived(name);
    case 'failed':
    case 'refused':
      return messages.fileFailed(name);
  }
}

/** Help that appeared, and what became of the answer. */
function helpWords(telling: TellingWithout | null, messages: SurveyContext['messages']): string {
  return telling === null ? '' : `${messages.helpTitle} ${messages.helpText} ${tellingWords(telling, messages)}`;
}
