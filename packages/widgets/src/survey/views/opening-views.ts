import { textIn } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import type { FirstMessages } from '../../locales/survey/messages.ts';
import type { SurveyPaper } from '../survey-paper.ts';
import type { IntroState, OpeningState, OverReason, OverState } from '../survey-state.ts';
import { act, canRetry, failureNotice, mainAct, openingFailureWords } from './parts.ts';
import type { FirstContext } from './survey-context.ts';

/** Bones of the words before the first question; they need no words, so that they can be shown before the language is there. */
export const openingBones = () => html`
  <div class="stack" aria-hidden="true">
    <span class="bone heading-bone"></span>
    <span class="bone line"></span>
    <span class="bone option-bone"></span>
    <div class="footer"><span class="bone button-bone"></span></div>
  </div>
`;

/** The survey is on its way, or could not be had. */
export function openingView({ failure }: OpeningState, { messages, send }: FirstContext) {
  if (!failure) return openingBones();
  return failureNotice(openingFailureWords(failure, messages), {
    messages,
    telephone: null,
    onRetry: canRetry(failure) ? () => send({ type: 'retry-asked' }) : null,
  });
}

/** There is nothing to answer. */
export function overView({ reason, paper }: OverState, { messages }: FirstContext) {
  const { title, text } = overWords(reason, messages);
  const telephone = paper?.organization.telephone ?? null;
  return failureNotice(
    { title, text },
    { messages, telephone: reason === 'answered' ? null : telephone, onRetry: null },
  );
}

/** Why there is nothing to answer, in words. */
export function overWords(reason: OverReason, messages: FirstMessages) {
  switch (reason) {
    case 'answered':
      return { title: messages.overAnsweredTitle, text: messages.overAnsweredText };
    case 'link-ended':
      return { title: messages.overLinkTitle, text: messages.overLinkText };
    case 'not-found':
      return { title: messages.overMissingTitle, text: messages.overMissingText };
    case 'needs-link':
      return { title: messages.overPersonalTitle, text: messages.overPersonalText };
  }
}

/** Before the first question: whose the answers are, who reads them, how long it takes. */
export function introView(state: IntroState, context: FirstContext & { readonly isStalled: boolean }) {
  const { messages, number, send } = context;
  const { paper, progress, isStarting, draft } = state;
  const mode = modeWords(paper, messages);
  const hasFailed = state.form.status === 'failed' || context.isStalled;
  return html`
    ${
      hasFailed
        ? notice({
            title: messages.connectionTitle,
            text: messages.connectionText,
            actions: act(messages.tryAgain, () => send({ type: 'retry-asked' })),
          })
        : nothing
    }
    ${heading(titleWords(paper, context))}
    <p class="lead muted">
      <bdi>${paper.organization.name}</bdi> · ${messages.minutes(paper.minutes, number(paper.minutes))}
    </p>
    <div class="mode" part="notice">
      <p><b>${mode.title}</b></p>
      <p>${mode.text}</p>
      <p>${messages.readBy(readerWords(paper, context))}</p>
    </div>
    <p class="muted small">${paper.mode === 'anonymous' ? messages.savedAtEnd : messages.savedInParts}</p>
    <div class="footer">
      ${mainAct(
        progress?.response || draft ? messages.goOn : messages.begin,
        () => send({ type: 'start-asked' }),
        isStarting && !hasFailed,
      )}
    </div>
  `;
}

/** What the survey is called, in the reader's language. */
export const titleWords = (
  paper: SurveyPaper,
  { messages, locale }: Pick<FirstContext, 'messages' | 'locale'>,
): string => textIn(paper.questionnaire, 'title', locale) ?? messages.surveyTitle;

function modeWords({ mode }: SurveyPaper, messages: FirstMessages) {
  switch (mode) {
    case 'confidential':
      return { title: messages.confidentialTitle, text: messages.confidentialText };
    case 'anonymous':
      return { title: messages.anonymousTitle, text: messages.anonymousText };
    // A mode that this element does not know promises nothing.
    case 'named':
    case 'unknown':
      return { title: messages.namedTitle, text: messages.namedText };
  }
}

function readerWords({ readers }: SurveyPaper, { messages, locale }: FirstContext): string {
  const words = [...new Set(readers.map((reader) => messages.readers[reader]))];
  return new Intl.ListFormat(locale).format(words.length > 0 ? words : [messages.readers.unknown]);
}
