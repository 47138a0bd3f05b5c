import { textIn } from '@openprm/questionnaire';
import type { OwnSurvey } from '@openprm/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { OwnSurveyMessages } from '../../locales/survey/own-messages.ts';
import type { SignInMessages } from '../../locales/sign-in/messages.ts';
import { failureWords } from '../../sign-in/failure-words.ts';
import type { SignInContext } from '../../sign-in/sign-in-context.ts';
import { act, failureNotice } from '../../sign-in/views/parts.ts';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import type { ListState } from './own-state.ts';

/** What the list needs besides its state. */
export interface OwnContext extends SignInContext {
  readonly messages: SignInMessages & OwnSurveyMessages;
  /** BCP 47: the host's language, by which a form's title is chosen. */
  readonly titleLocale: string;
  /** An instant as a date, by the viewer's own clock. */
  readonly date: (instant: string) => string;
  /** Opens one. */
  readonly onChoose: (survey: OwnSurvey) => void;
  /** Asks for further ones, or for the first again. */
  readonly onMore: () => void;
}

/** Whose surveys they are; then what was begun, what waits, what was answered. */
export const listView = (state: ListState, other: string | null, context: OwnContext): TemplateResult => html`
  ${heading(other === null ? context.messages.ownTitle : context.messages.ownTitleOf(other))} ${body(state, context)}
`;

function body(state: ListState, context: OwnContext) {
  const { messages, onMore } = context;
  switch (state.status) {
    case 'idle':
    case 'loading':
      return bones();
    case 'failed':
      return failureNotice(state.failure, ofList(context), onMore);
    case 'ready': {
      const { surveys, nextCursor, more } = state;
      const answered = surveys.filter(({ status }) => status === 'answered');
      const open = surveys.filter(({ status }) => status === 'in-progress' || status === 'waiting');
      return html`
        ${open.length === 0 ? html`<p class="empty">${messages.noneWaiting}</p>` : surveyList(open, context)}
        ${
          answered.length === 0
            ? nothing
            : html`<h3 class="own-part">${messages.answeredPart}</h3>
                ${surveyList(answered, context)}`
        }
        ${more.status === 'failed' ? failureNotice(more.failure, ofList(context), onMore) : nothing}
        ${nextCursor === null || more.status === 'failed' ? nothing : moreAct(more.status === 'loading', context)}
      `;
    }
  }
}

/** Whoever is signed in already is not told that nobody can sign in: a right to act may have ended. */
const ofList = (context: OwnContext): OwnContext => ({
  ...context,
  messages: { ...context.messages, configurationTitle: context.messages.listRefused },
});

const moreAct = (isBusy: boolean, { messages, onMore }: OwnContext) =>
  html`<button
    id="more"
    class="button more"
    part="button"
    type="button"
    aria-disabled=${isBusy ? 'true' : 'false'}
    @click=${onMore}
  >
    ${isBusy ? messages.loading : messages.showMore}
  </button>`;

const surveyList = (surveys: readonly OwnSurvey[], context: OwnContext) => html`
  <ul class="own-surveys" role="list">
    ${repeat(
      surveys,
      ({ id }) => id,
      (survey) => surveyItem(survey, context),
    )}
  </ul>
`;

function surveyItem(survey: OwnSurvey, context: OwnContext) {
  const { messages, onChoose } = context;
  const { status, mode, organization } = survey;
  const title = textIn(survey, 'title', context.titleLocale) ?? messages.untitled;
  const words = status === 'in-progress' ? messages.goOnWith : messages.answer;
  return html`<li class="own-survey" part="survey">
    <div class="own-words">
      <p class="own-title"><bdi>${title}</bdi></p>
      <p class="muted small">
        <bdi>${organization.name}</bdi>${facts(survey, context).map((fact) => html` · <span>${fact}</span>`)}${
          mode === 'confidential' ? html` · <span>${messages.confidential}</span>` : nothing
        }
      </p>
    </div>
    ${
      status === 'answered'
        ? nothing
        : html`<button
            class="button primary"
            part="button button-primary"
            type="button"
            @click=${() => onChoose(survey)}
          >
            ${words} <span class="unseen">${title}</span>
          </button>`
    }
  </li>`;
}

/** How long it takes, or how far it is. */
function facts({ status, minutes, expiresAt, answeredAt }: OwnSurvey, { messages, number, date }: OwnContext) {
  if (status === 'answered') return [answeredAt === null ? messages.answered : messages.answeredOn(date(answeredAt))];
  return [
    status === 'in-progress' ? messages.begun : messages.minutes(minutes, number(minutes)),
    ...(expiresAt === null ? [] : [messages.openUntil(date(expiresAt))]),
  ];
}

const bones = () => html`
  <div class="stack" aria-hidden="true">
    ${Array.from({ length: 3 }, () => html`<span class="bone survey-bone"></span>`)}
  </div>
`;

/** What a screen reader is told of the list. */
export function listWords(state: ListState, context: OwnContext): string {
  const { messages, number } = context;
  switch (state.status) {
    case 'idle':
      return '';
    case 'loading':
      return messages.loading;
    case 'failed':
      return failureWords(state.failure, ofList(context)).title;
    case 'ready': {
      const { more, surveys } = state;
      if (more.status === 'loading') return messages.loading;
      if (more.status === 'failed') return failureWords(more.failure, ofList(context)).title;
      const open = surveys.filter(({ status }) => status !== 'answered').length;
      return open === 0 ? messages.noneWaiting : messages.surveysWaiting(open, number(open));
    }
  }
}

/** The way back from a survey to the list, and for whom it is answered. */
export function backLine(
  { messages }: OwnContext,
  { other, isBusy, onBack }: { readonly other: string | null; readonly isBusy: boolean; readonly onBack: () => void },
) {
  return html`<div class="own-back">
    <button id="back" class="link" type="button" aria-disabled=${isBusy ? 'true' : 'false'} @click=${onBack}>
      ${isBusy ? messages.savingFirst : messages.backToList}
    </button>
    ${other === null ? nothing : html`<b class="for">${messages.actingFor(other)}</b>`}
  </div>`;
}

/** The last answers have not arrived: whoever goes back is asked. */
export const unsavedNotice = (
  { messages }: OwnContext,
  { onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void },
) =>
  notice({
    title: messages.unsavedTitle,
    text: messages.unsavedText,
    actions: html`${act(messages.stayHere, onStay)}${act(messages.leaveThem, onLeave)}`,
  });
