import type { DayOfWeek } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { heading } from '../../ui/heading.ts';
import { telephoneOf } from '../booking-selectors.ts';
import { type FreeTimes, partsOfDay, type WaitlistState } from '../booking-state.ts';
import { firstDayOfWeek, weekDates } from '../first/calendar-dates.ts';
import type { ViewContext } from '../first/view-context.ts';
import { isReceived } from '../flow/sending.ts';
import { actFooter } from './act-footer.ts';
import { failureNotice, nowAct } from './failure-notice.ts';
import { endingNotice } from './holding-notice.ts';
import { checkShownForm, fieldSummary, personFields } from './who-view.ts';

/** Nothing fits: when somebody is free, and, where no visit says it, who they are. */
export function waitlistView(state: WaitlistState, context: ViewContext) {
  const { messages, send, newKey, clock } = context;
  const { waitlist } = messages;
  const isBusy = state.sending.status === 'sending';
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const { check, today } = checkShownForm(state, context, clock());
    send({ type: 'waitlist-submitted', check: state.replaces ? null : check, today, key: newKey() });
  };
  // What was received is not typed again.
  if (isReceived(state)) return html`${heading(waitlist.title)} ${joinNotice(state, context)}`;
  return html`
    ${heading(waitlist.title)}
    <p class="lead muted">
      ${state.isCorrecting ? waitlist.correcting : nothing} ${waitlist.text}
      ${state.holding.status === 'held' ? waitlist.keepsTime : nothing}
      ${state.replaces ? waitlist.keepsVisit : nothing}
    </p>
    ${endingNotice(state, context)} ${joinNotice(state, context)} ${fieldSummary(state, context)}
    <form class="stack" novalidate @submit=${onSubmit}>
      ${daysChoice(state, context)} ${partsChoice(state, context)} ${datesChoice(state, context)}
      ${
        state.replaces
          ? nothing
          : html`<fieldset class="options">
              <legend class="legend" id="who">${waitlist.who}</legend>
              <div class="form">${personFields(state, context)}</div>
            </fieldset>`
      }
      ${actFooter(state, context, messages.back, { words: isBusy ? waitlist.joining : waitlist.join, kind: 'primary', isOff: isBusy })}
    </form>
    ${state.replaces ? nothing : html`<p class="muted privacy">${messages.privacy}</p>`}
  `;
}

function joinNotice(state: WaitlistState, context: ViewContext) {
  const { messages, send, newKey, clock } = context;
  const { sending } = state;
  if (sending.status !== 'failed' || sending.failure.kind === 'validation') return nothing;
  return failureNotice(sending.failure, 'waitlist', {
    messages,
    telephone: telephoneOf(state),
    onRetry: () => send({ type: 'retry-asked', key: newKey() }),
    otherwise: isReceived(state)
      ? { label: messages.waitlist.seeTimes, act: () => send({ type: 'another-asked', now: clock() }) }
      : nowAct(state, context),
  });
}

/** A Monday: the days of the week in the order of the language. */
const someWeek = '2026-01-05';
const namesOfDays: readonly DayOfWeek[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The days of the week with their codes, from the first of the language's week on. */
export function weekOf(locale: string): readonly { readonly day: DayOfWeek; readonly date: string }[] {
  const shift = firstDayOfWeek(locale) % 7;
  return weekDates(someWeek)
    .map((date) => ({ day: namesOfDays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'mon', date }))
    .sort((one, other) => place(one.day, shift) - place(other.day, shift));
}

const place = (day: DayOfWeek, shift: number) => (namesOfDays.indexOf(day) - shift + 7) % 7;

function daysChoice(state: WaitlistState, context: ViewContext) {
  const { messages, formats, locale } = context;
  const { days } = state.freeTimes;
  return group('days', messages.waitlist.days, context, () =>
    weekOf(locale).map(({ day, date }) =>
      check(formats('UTC').longWeekday(date), 'days', day, days.includes(day), state, context, (isOn) => ({
        days: isOn ? [...days, day] : days.filter((each) => each !== day),
      })),
    ),
  );
}

function partsChoice(state: WaitlistState, context: ViewContext) {
  const { messages } = context;
  const { parts } = state.freeTimes;
  return group('parts', messages.waitlist.parts, context, () =>
    partsOfDay.map((part) =>
      check(messages[part], 'parts', part, parts.includes(part), state, context, (isOn) => ({
        parts: isOn ? [...parts, part] : parts.filter((each) => each !== part),
      })),
    ),
  );
}

const group = (name: string, title: string, { messages }: ViewContext, checks: () => unknown) => html`
  <fieldset class="checks" aria-describedby=${`${name}-hint`}>
    <legend class="legend">${title}</legend>
    <p class="muted hint-line" id=${`${name}-hint`}>${messages.waitlist.noneIsAny}</p>
    ${checks()}
  </fieldset>
`;

function check(
  label: string,
  name: string,
  value: string,
  isChecked: boolean,
  state: WaitlistState,
  { send }: ViewContext,
  change: (isOn: boolean) => Partial<FreeTimes>,
) {
  const onChange = (event: Event) => {
    if (event.target instanceof HTMLInputElement)
      send({ type: 'free-times-changed', freeTimes: change(event.target.checked) });
  };
  return html`<label class="check" part="option">
    <input
      class="radio box"
      type="checkbox"
      name=${name}
      value=${value}
      ?disabled=${state.sending.status === 'sending'}
      .checked=${live(isChecked)}
      @change=${onChange}
    />
    <span>${label}</span>
  </label>`;
}

/** From when to when; neither has to be said. */
function datesChoice(state: WaitlistState, { messages: { waitlist }, send }: ViewContext) {
  const { wrongDates, freeTimes } = state;
  const field = (name: 'from' | 'until', problem: string | null) => html`
    <div class=${problem === null ? 'field' : 'field wrong'} part="field">
      <label for=${name}>${waitlist[name]}</label>
      <input
        id=${name}
        name=${name}
        part="input"
        type="date"
        aria-invalid=${problem === null ? 'false' : 'true'}
        aria-describedby=${problem === null ? nothing : `${name}-problem`}
        ?readonly=${state.sending.status === 'sending'}
        .value=${live(freeTimes[name])}
        @change=${(event: Event) => {
          if (event.target instanceof HTMLInputElement)
            send({ type: 'free-times-changed', freeTimes: { [name]: event.target.value } });
        }}
      />
      ${problem === null ? nothing : html`<p class="problem" id=${`${name}-problem`}>${problem}</p>`}
    </div>
  `;
  return html`<div class="form">
    ${field('from', null)} ${field('until', wrongDates === null ? null : waitlist[wrongDates])}
  </div>`;
}
