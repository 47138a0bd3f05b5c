import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import { conflictTelling, heldTelling } from '../safety-answers.ts';
import type { ConflictState, HeldState, LateState, RefusedState, SentState } from '../survey-state.ts';
import { failureNotice } from './failure-notice.ts';
import { act } from './parts.ts';
import { helpNotice } from './safety-notice.ts';
import type { SurveyContext } from './survey-context.ts';

/** The form must not be run: that it is so, and where the fault is, for who made it. */
export function refusedView({ issue, paper }: RefusedState, { messages }: SurveyContext) {
  return failureNotice(
    {
      title: messages.refusedTitle,
      text: html`${messages.refusedText} <code dir="ltr">${issue.pointer || '/'}</code> (<code dir="ltr"
          >${issue.code}</code
        >).`,
    },
    { messages, telephone: paper.organization.telephone, onRetry: null },
  );
}

/** The same questions were answered elsewhere: somebody decides which answers stay. */
export function conflictView(state: ConflictState, context: SurveyContext) {
  const { messages, send } = context;
  const choice = notice({
    title: messages.conflictTitle,
    text: messages.conflictText,
    actions: html`${act(messages.keepOwn, () => send({ type: 'own-kept' }))}
    ${act(messages.takeOther, () => send({ type: 'other-taken' }))}`,
  });
  const telling = conflictTelling(state);
  return telling === null ? choice : html`${choice}${helpNotice(state.paper, telling, context)}`;
}

/** Help where nobody is signed in any more; the way to sign in stands beside it. */
export const heldView = ({ answers }: HeldState, context: SurveyContext) =>
  helpNotice(answers.paper, heldTelling(answers), context);

/** The clinic has what was sent before, and not what this page or another of this device has: that is said before all, and help stays where it is needed. */
export function lateView({ paper, telling, where }: LateState, context: SurveyContext) {
  const { messages } = context;
  return html`${failureNotice(
    { title: messages.lateTitle, text: where === 'page' ? messages.lateText : messages.lateOnDevice },
    { messages, telephone: telling === null ? paper.organization.telephone : null, onRetry: null },
  )}${telling === null ? nothing : helpNotice(paper, telling, context)}`;
}

/** The clinic has all answers. Where one of them needs a person's look, the ending is help. */
export function sentView(state: SentState, context: SurveyContext) {
  const { messages } = context;
  const { hasSafetyAnswer, isTold, paper } = state;
  return html`
    ${heading(hasSafetyAnswer ? messages.sentSafetyTitle : messages.sentTitle)}
    ${hasSafetyAnswer ? helpNotice(paper, isTold ? 'told' : 'unconfirmed', context) : nothing}
    ${hasSafetyAnswer ? nothing : html`<p class="lead">${messages.sentText}</p>`}
  `;
}
