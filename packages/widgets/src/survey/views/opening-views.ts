import { textIn } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import type { FirstMessages } from '../../locales/survey/messages.ts';
import type { SurveyPaper } from '../survey-paper.ts';
import type { IntroState, OpeningState } from '../survey-state.ts';
import { connectionNotice, mainAct } from './parts.ts';
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

/** The survey is on its way, or cannot be reached. */
export const openingView = ({ failure }: OpeningState, context: FirstContext) =>
  failure || context.isStalled ? connectionNotice(context) : openingBones();

/** Before the first question: whose the answers are, who reads them, how long it takes. */
export function introView(state: IntroState, context: FirstContext) {
  const { messages, number, send } = context;
  const { paper, progress, isStarting, drafts } = state;
  const mode = modeWords(paper, messages);
  const hasFailed = state.form.status === 'failed' || context.isStalled;
  return html`
    ${hasFailed ? connectionNotice(context) : nothing} ${heading(titleWords(paper, context))}
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
        progress?.response || drafts ? messages.goOn : messages.begin,
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
