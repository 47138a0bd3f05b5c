import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { AccessLogMessages } from '../locales/access-log/messages.ts';
import type { Formats } from '../locales/formats.ts';
import type { SignInMessages } from '../locales/sign-in/messages.ts';
import { heading } from '../ui/heading.ts';
import type { SignInContext } from '../sign-in/sign-in-context.ts';
import { failureNotice } from '../sign-in/views/parts.ts';
import { agentWords, purposeWords } from './agent-words.ts';
import { type Day, daysOf, type Entry } from './entries.ts';
import type { LogState } from './log-state.ts';

/** What the list needs besides its state. */
export interface LogContext extends SignInContext {
  readonly messages: SignInMessages & AccessLogMessages;
  /** Times as the viewer's own clock shows them: the log is about the reader's day, wherever the clinic is. */
  readonly formats: Formats;
  /** The viewer's local date of an instant. */
  readonly dateOf: (instant: string) => string;
  /** A local date with its weekday and, where it is another one, its year. */
  readonly dayName: (date: string) => string;
  /** Asks for earlier entries, or for the first again. */
  readonly onMore: () => void;
}

/** Whose log it is, then day by day what was done. */
export function logView(state: LogState, other: string | null, context: LogContext): TemplateResult {
  const { messages } = context;
  return html`
    ${heading(other === null ? messages.logTitle : messages.logTitleOf(other))}
    <p class="muted lead">${messages.logText}</p>
    ${body(state, context)}
  `;
}

function body(state: LogState, context: LogContext) {
  const { messages, onMore, dateOf } = context;
  switch (state.status) {
    case 'idle':
    case 'loading':
      return bones();
    case 'failed':
      return failureNotice(state.failure, ofLog(context), onMore);
    case 'ready': {
      const { events, nextCursor, more, damaged } = state;
      if (events.length === 0 && damaged.length === 0) return html`<p class="empty">${messages.logEmpty}</p>`;
      const isBusy = more.status === 'loading';
      return html`
        ${damaged.length === 0 ? nothing : html`<p class="empty">${messages.logDamaged(damaged.length, context.number(damaged.length))}</p>`}
        ${repeat(
          daysOf(events, dateOf),
          ({ date }) => date,
          (day) => dayView(day, context),
        )}
        ${more.status === 'failed' ? failureNotice(more.failure, ofLog(context), onMore) : nothing}
        ${
          nextCursor === null
            ? html`<p id="end" class="muted" tabindex="-1">${messages.logEnd}</p>`
            : more.status === 'failed'
              ? nothing
              : html`<button
                  id="more"
                  class="button more"
                  part="button"
                  type="button"
                  aria-disabled=${isBusy ? 'true' : 'false'}
                  @click=${onMore}
                >
                  ${isBusy ? messages.loading : messages.earlier}
                </button>`
        }
      `;
    }
  }
}

/** Whoever is signed in already is not told that nobody can sign in: a right to act may have ended. */
export const ofLog = <Context extends { readonly messages: SignInMessages & AccessLogMessages }>(
  context: Context,
): Context => ({
  ...context,
  messages: { ...context.messages, configurationTitle: context.messages.logRefused },
});

const dayView = ({ date, entries }: Day, context: LogContext) => html`
  <section class="log-day">
    <h3 class="log-date">${context.dayName(date)}</h3>
    <ul role="list">
      ${repeat(
        entries,
        ({ id }) => id,
        (entry) => entryView(entry, context),
      )}
    </ul>
  </section>
`;

function entryView(
  { act, isRefused, agent, purpose, recorded, times }: Entry,
  { messages, formats, number }: LogContext,
) {
  const why = purposeWords(purpose, messages);
  return html`<li class=${agent.isCaller ? 'entry own' : 'entry'} part="entry">
    <time class="muted" datetime=${recorded}>${formats.time(recorded)}</time>
    <div class="entry-text">
      <p>
        <b>${messages.acts[act]}</b
        >${isRefused ? html` <span>(${messages.refused})</span>` : nothing}${times > 1 ? html` <span class="muted">${messages.times(times, number(times))}</span>` : nothing}
      </p>
      <p class="entry-who">
        <span class=${agent.isCaller ? 'you' : ''} dir="auto">${agentWords(agent, messages)}</span
        >${why === null ? nothing : html`<span class="muted"> · ${why}</span>`}
      </p>
    </div>
  </li>`;
}

const bones = () => html`
  <div class="stack" aria-hidden="true">
    <span class="bone line"></span>
    ${Array.from({ length: 4 }, () => html`<span class="bone entry-bone"></span>`)}
  </div>
`;
