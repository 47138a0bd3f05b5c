import { nothing } from 'lit';
import { isSavedInParts } from '../flow/saving-state.ts';
import type { AnsweringState, ReviewState } from '../survey-state.ts';
import { canRetry, failureNotice } from './failure-notice.ts';
import { savingFailureWords } from './saving-words.ts';
import type { SurveyContext } from './survey-context.ts';

type Saver = AnsweringState | ReviewState;

/** Where the answers are, as far as that is true; nothing where there is nothing to say. */
export function savingLine(state: Saver, { messages }: SurveyContext): string {
  const { saving } = state;
  if (!isSavedInParts(state) || saving.status.status === 'saving') return '';
  if (saving.status.status === 'failed') return saving.kept === state.form ? messages.keptHere : messages.notSaved;
  return saving.progress !== null && !saving.isDirty ? messages.savedAtClinic : '';
}

/** What could not be sent, with the next act. A part that could not be saved is tried again by itself, and says so where the answers are. */
export function savingNotice(state: Saver, { messages, send }: SurveyContext) {
  const { status } = state.saving;
  if (status.status !== 'failed') return nothing;
  const isPassing = status.failure.kind === 'connection' || status.failure.kind === 'server';
  if (status.kind === 'part' && isPassing) return nothing;
  return failureNotice(savingFailureWords(status.failure, messages), {
    messages,
    telephone: state.paper.organization.telephone,
    onRetry: canRetry(status.failure) ? () => send({ type: 'retry-asked' }) : null,
  });
}
