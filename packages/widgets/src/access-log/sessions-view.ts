import type { OwnSession, Session } from '@openprm/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { OwnSessionsMessages } from '../locales/own-sessions/messages.ts';
import { failureWords } from '../sign-in/failure-words.ts';
import { fullName } from '../sign-in/sign-in-words.ts';
import { act, failureNotice } from '../sign-in/views/parts.ts';
import { notice } from '../ui/notice.ts';
import { type LogContext, ofLog } from './log-view.ts';
import type { SessionsEvent, SessionsState } from './sessions-state.ts';

/** What the list of one's own sessions needs besides its state. */
export interface SessionsContext extends LogContext {
  readonly texts: OwnSessionsMessages;
  /** Who is signed in here. */
  readonly session: Session;
  readonly tell: (event: SessionsEvent) => void;
  /** Has a code sent to who is signed in; null where this page cannot ask for one. */
  readonly signInAgain: (() => void) | null;
}

/** Where one is signed in, and how to end it. */
export const sessionsView = (state: SessionsState, context: SessionsContext): TemplateResult => html`
  <section class="log-day own" aria-labelledby="own">
    <h3 id="own" class="log-date" tabindex="-1">${context.messages.whereSignedIn}</h3>
    ${body(state, context)}
  </section>
`;

function body(state: SessionsState, context: SessionsContext) {
  const { texts, messages, tell } = context;
  const retry = () => tell({ type: 'retry-asked' });
  switch (state.status) {
    case 'loading':
      return html`<p class="muted">${messages.loading}</p>`;
    case 'failed':
      return failureNotice(state.failure, ofLog(context), retry);
    case 'ready': {
      const { sessions, ending } = state;
      const others = sessions.filter(({ isCurrent }) => !isCurrent);
      const isBusy = ending.status === 'sending';
      return html`
        ${ending.status === 'failed' ? failureNotice(ending.failure, ofLog(context), retry) : nothing}
        ${ending.status === 'again' ? againNotice(context) : nothing}
        ${ending.status === 'done' ? html`<p class="resent">${doneWords(ending.what, texts)}</p>` : nothing}
        ${others.length === 0 ? nothing : html`<p class="muted lead">${texts.notYou}</p>`}
        <ul role="list">
          ${repeat(
            sessions,
            ({ id }) => id,
            (each) => item(each, isBusy && typeof ending.what === 'object' && ending.what.id === each.id, context),
          )}
        </ul>
        ${
          others.length === 0
            ? html`<p class="muted">${texts.nowhereElse}</p>`
            : endButton(isBusy && ending.what === 'others' ? texts.ending : texts.endOthers, null, isBusy, () =>
                tell({ type: 'end-asked', what: 'others' }),
              )
        }
      `;
    }
  }
}

/** @param which what the words alone do not say */
const endButton = (words: string, which: string | null, isBusy: boolean, onClick: () => void) => html`
  <button
    class="button"
    part="button"
    type="button"
    aria-label=${which === null ? nothing : `${words}: ${which}`}
    aria-disabled=${isBusy ? 'true' : 'false'}
    @click=${onClick}
  >
    ${words}
  </button>
`;

function item(each: OwnSession, isEnding: boolean, { texts, formats, session, tell }: SessionsContext) {
  const { id, startedAt, lastUsedAt, road, actedForPatientId, isCurrent } = each;
  const other = session.actsFor.find(({ patientId }) => patientId === actedForPatientId);
  const began = texts.began(formats.dateAndTime(startedAt));
  const how = road === null || road === 'unknown' ? null : texts.roads[road];
  return html`<li class="entry" part="entry">
    <time class="muted" datetime=${lastUsedAt}>${formats.dateAndTime(lastUsedAt)}</time>
    <div class="entry-text">
      <p><b>${isCurrent ? texts.here : texts.elsewhere}</b></p>
      <p class="entry-who">
        ${began}${how === null ? nothing : ` · ${how}`}${other ? ` · ${texts.actedFor(fullName(other))}` : nothing}
      </p>
      ${
        isCurrent
          ? nothing
          : endButton(isEnding ? texts.ending : texts.end, began, isEnding, () =>
              tell({ type: 'end-asked', what: { id } }),
            )
      }
    </div>
  </li>`;
}

const againNotice = ({ texts, signInAgain }: SessionsContext) =>
  notice({
    title: texts.againTitle,
    text: signInAgain === null ? texts.againByLink : texts.againText,
    actions: signInAgain === null ? undefined : act(texts.again, signInAgain),
  });

const doneWords = (what: 'one' | 'others', texts: OwnSessionsMessages) =>
  what === 'one' ? texts.endedOne : texts.endedOthers;

/** What a screen reader is told of it; empty where nothing has happened. */
export function sessionsAnnouncement(
  state: SessionsState,
  context: Pick<SessionsContext, 'texts' | 'messages' | 'number'>,
): string {
  const { texts, messages, number } = context;
  switch (state.status) {
    case 'loading':
      return messages.loading;
    case 'failed':
      return failureWords(state.failure, ofLog(context)).title;
    case 'ready': {
      const { ending, sessions } = state;
      switch (ending.status) {
        case 'idle':
          return texts.shown(sessions.length, number(sessions.length));
        case 'sending':
          return texts.ending;
        case 'failed':
          return failureWords(ending.failure, ofLog(context)).title;
        case 'again':
          return texts.againTitle;
        case 'done':
          return doneWords(ending.what, texts);
      }
    }
  }
}

/** What takes the focus when one state follows another, as a selector: a banner that appeared, or the heading where a button is gone. */
export function sessionsFocusAfter(before: SessionsState, now: SessionsState): string | null {
  const banner = '.own .notice-title';
  if (before === now) return null;
  if (now.status === 'failed') return banner;
  if (now.status === 'loading') return '#own';
  if (now.ending.status === 'failed' || now.ending.status === 'again') return banner;
  const had = before.status === 'ready' ? before.ending.status : 'idle';
  return now.ending.status === 'done' || (now.ending.status === 'sending' && had === 'failed') ? '#own' : null;
}
