import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import { isWhatShown, progressOf } from '../booking-selectors.ts';
import type { RuleStop, RulesState } from '../booking-state.ts';
import { progress } from '../first/progress.ts';
import type { ViewContext } from '../first/view-context.ts';
import { serviceOf } from '../first/visit-selectors.ts';
import { type Rule, rulesOf, stopsOf } from '../flow/rules-flow.ts';
import { isOfClinic, isUrgent, needWords, numberToCall, stopWords } from './rules-words.ts';
import { telephoneSentence } from '../../ui/telephone-sentence.ts';

/**
 * Before the times: every line of what may stand in the way, and below them one act that says that none does. A line that applies says in place
 * where to go instead; it can be taken back.
 */
export function rulesView(state: RulesState, context: ViewContext) {
  const { messages, send } = context;
  const rules = rulesOf(state);
  const back = isWhatShown(state)
    ? html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>
        ${messages.back}
      </button>`
    : nothing;
  const none = stopsOf(state).length > 0 ? nothing : noneAct(rules.length, context);
  return html`
    ${progress(progressOf(state), context)} ${heading(messages.rulesTitle)}
    <p class="lead muted">
      <bdi>${serviceOf(state, state.visit)?.name}</bdi><br />
      ${messages.rulesText}
    </p>
    <div class="stack">
      ${groups.map(({ name, stops }) => {
        const own = rules.filter(({ stop }) => stops.includes(stop));
        return own.length === 0 ? nothing : group(messages.rules[name], own, state, context);
      })}
      ${back === nothing && none === nothing ? nothing : html`<div class="footer">${back} ${none}</div>`}
    </div>
  `;
}

/** The lines by what they are about: what cannot wait, what the clinic wants to hear of first, and what the visit needs. */
const groups: readonly { readonly name: 'now' | 'first' | 'patient'; readonly stops: readonly RuleStop[] }[] = [
  { name: 'now', stops: ['emergency', 'crisis'] },
  { name: 'first', stops: ['clinic'] },
  { name: 'patient', stops: ['seen', 'age', 'referral'] },
];

/** No form: the Enter key on a line would send it, past what the line says. The second click of a double one was meant for the page before. */
function noneAct(count: number, { messages, send }: ViewContext) {
  const onClick = ({ detail }: MouseEvent) => {
    if (detail < 2) send({ type: 'times-asked' });
  };
  return html`<button class="button primary" part="button button-primary" type="button" @click=${onClick}>
    ${messages.rules.none(count)}
  </button>`;
}

function group(title: string, rules: readonly Rule[], state: RulesState, context: ViewContext) {
  const isOn = ({ item }: Rule) => state.applying.includes(item);
  /** Where to go instead is said once for lines that lead to the same place, at the first of them. */
  const isFirst = (rule: Rule) => rules.find((each) => each.stop === rule.stop && isOn(each)) === rule;
  return html`
    <fieldset class="rule">
      <legend class="legend">${title}</legend>
      ${repeat(
        rules,
        ({ item }) => item,
        (rule) =>
          html`${line(rule, isOn(rule), state, context)} ${isFirst(rule) ? stop(rule.stop, state, context) : nothing}`,
      )}
    </fieldset>
  `;
}

function line(rule: Rule, isOn: boolean, state: RulesState, context: ViewContext) {
  const { send } = context;
  const { item } = rule;
  const detail = item === 'referral' ? serviceOf(state, state.visit)?.referralInstructions : null;
  const choose = (applies: boolean) => send({ type: 'rule-chosen', item, applies });
  return html`
    <label class="option rule-line" part="option">
      <input
        class="radio box"
        id=${item}
        type="checkbox"
        .checked=${isOn}
        @change=${(event: Event) => event.target instanceof HTMLInputElement && choose(event.target.checked)}
        @keydown=${(event: KeyboardEvent) => event.key === 'Enter' && !event.repeat && choose(!isOn)}
      />
      <span class="option-text">
        ${rule.flag ? html`<bdi>${rule.flag.text}</bdi>` : html`<span>${needWords(state, rule.stop, context.messages, context.formats)}</span>`}
        ${detail ? html`<bdi class="muted">${detail}</bdi>` : nothing}
      </span>
    </label>
  `;
}

/** Where to go instead: the number that is right for it, and what the clinic says. */
function stop(which: RuleStop, state: RulesState, { messages, formats }: ViewContext) {
  const { title, text } = stopWords(state, which, messages, formats);
  const isAboutWho = which === 'seen' || which === 'age';
  const comment = isAboutWho ? serviceOf(state, state.visit)?.eligibility?.comment : null;
  const number = numberToCall(state, which);
  const call = number === null ? nothing : telephoneSentence(messages.callNumber, number);
  // A page's own way out is there once, however many lines apply, and never beside a number that saves a life: it says when the clinic can be called.
  const isFirst = stopsOf(state).find(isOfClinic) === which;
  return notice({
    title,
    text: html`${isUrgent(which) ? call : nothing} ${text} ${comment ? html`<bdi>${comment}</bdi>` : nothing}
    ${isUrgent(which) ? nothing : call} ${isFirst ? html`<slot name="fallback"></slot>` : nothing}`,
  });
}
