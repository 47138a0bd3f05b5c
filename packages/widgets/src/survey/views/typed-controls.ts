import { extensionNumber, type PlanItem } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { asidesOf, sliderRange } from '../item-kinds.ts';
import { readTyped, writeTyped } from '../read-typed.ts';
import type { Asked } from './asked.ts';
import { formText, ownWords, textOf } from './form-text.ts';
import { clearAct, shownText, valuesOf } from './given.ts';
import { valueWords } from './value-words.ts';

/** How one answer is typed. */
export interface Place {
  readonly asked: Asked;
  /** Which of several answers, from 0. */
  readonly at: number;
  readonly id: string;
  /** Its own name, where the question names several. */
  readonly label: string | typeof nothing;
}

/** What describes a control, and another thing that does. */
export const withId = (described: Asked['described'], id: string): string =>
  typeof described === 'string' ? `${id} ${described}` : id;

/** Every answer of the question with an input of its own; one that repeats can have more. */
export function typedAnswers(asked: Asked, control: (place: Place) => unknown) {
  const { node, item, context, id } = asked;
  if (!item.repeats) return control({ asked, at: 0, id, label: nothing });
  const { messages, number, send } = context;
  const count = Math.max(1, node.entries.length);
  const places = Array.from({ length: count }, (_, at) => at);
  return html`<div class="answers-list">
      ${places.map((at) => {
        const nth = number(at + 1);
        return html`<div class="row answer-row">
          ${control({ asked, at, id: at === 0 ? id : `${id}-${at}`, label: messages.nthAnswer(nth) })}
          ${
            count === 1
              ? nothing
              : html`<button
                  class="button"
                  part="button"
                  type="button"
                  aria-label=${messages.removeAnswer(nth)}
                  @click=${() => send({ type: 'entry-removed', key: node.key, at })}
                >
                  ${messages.remove}
                </button>`
          }
        </div>`;
      })}
    </div>
    ${
      node.entries.length >= item.maxOccurs
        ? nothing
        : html`<button
            class="button add"
            part="button"
            type="button"
            @click=${() => send({ type: 'entry-added', key: node.key })}
          >
            ${messages.addAnswer}
          </button>`
    }`;
}

/** A line, a number, a date or a time. */
export function line({ asked, at, id, label }: Place) {
  const { node, item, context, described, findings } = asked;
  const locale = context.formatLocale;
  const text = shownText(asked, at, (value) => writeTyped(value, locale));
  const { type, inputMode, direction } = inputOf(item, text);
  const onInput = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement)) return;
    // A picker that was begun and not ended gives nothing, and says so.
    const typed = target.value === '' && target.validity.badInput ? '?' : target.value;
    context.send({ type: 'typed', key: node.key, at, text: typed, value: readTyped(item, typed, locale) });
  };
  const aside = asidesOf(context.answers.plan, item).get('unit');
  const [unit] = item.unitOptions;
  const unitWords = aside
    ? textOf(aside.definition, 'text', context)
    : unit && (textOf(unit, 'display', context) ?? unit.code);
  const input = html`<input
    id=${id}
    part="input"
    class=${type === 'text' && direction === 'ltr' ? 'short' : nothing}
    type=${type}
    inputmode=${inputMode}
    autocomplete="off"
    dir=${direction}
    step=${type === 'time' || type === 'datetime-local' ? 'any' : nothing}
    aria-label=${label}
    aria-describedby=${unitWords === undefined ? described : withId(described, `${id}-unit`)}
    aria-invalid=${findings.length > 0 ? 'true' : 'false'}
    aria-required=${item.isRequired ? 'true' : 'false'}
    .value=${live(text === '?' ? '' : text)}
    @input=${onInput}
  />`;
  return unitWords === undefined
    ? input
    : html`<div class="with-unit">${input}<span id=${`${id}-unit`}>${ownWords(unitWords)}</span></div>`;
}

/** Part of a date (a year, a month) has no picker; it is typed as FHIR writes it. */
function inputOf(item: PlanItem, text: string) {
  switch (item.type) {
    case 'integer':
      return { type: 'text', inputMode: numberMode(item, 'numeric'), direction: 'ltr' } as const;
    case 'decimal':
      return { type: 'text', inputMode: numberMode(item, 'decimal'), direction: 'ltr' } as const;
    case 'date':
      return { type: /^\d{4}(-\d\d)?$/.test(text) ? 'text' : 'date', inputMode: 'text', direction: nothing } as const;
    case 'time':
      return { type: 'time', inputMode: 'text', direction: nothing } as const;
    case 'dateTime':
      return {
        type: /^\d{4}(-\d\d(-\d\d)?)?$/.test(text) ? 'text' : 'datetime-local',
        inputMode: 'text',
        direction: nothing,
      } as const;
    case 'url':
      return { type: 'url', inputMode: 'url', direction: 'ltr' } as const;
    default:
      return { type: 'text', inputMode: 'text', direction: 'auto' } as const;
  }
}

/** The keyboard for a number. Those of an iPhone for numbers have no minus sign, so that only what cannot be below zero gets one. */
export function numberMode({ limits }: PlanItem, mode: 'numeric' | 'decimal'): 'numeric' | 'decimal' | 'text' {
  const { min } = limits;
  const least = min?.type === 'Quantity' ? min.value.value : min?.value;
  return typeof least === 'number' && least >= 0 ? mode : 'text';
}

/** Several lines of one's own words. */
export function longText({ asked, at, id, label }: Place) {
  const { node, item, context, described, findings } = asked;
  const text = shownText(asked, at, (value) => writeTyped(value, context.formatLocale));
  const onInput = ({ target }: Event) => {
    if (!(target instanceof HTMLTextAreaElement)) return;
    const value = readTyped(item, target.value, context.formatLocale);
    context.send({ type: 'typed', key: node.key, at, text: target.value, value });
  };
  return html`<textarea
    id=${id}
    part="input"
    rows="4"
    autocomplete="off"
    dir="auto"
    aria-label=${label}
    aria-describedby=${described}
    aria-invalid=${findings.length > 0 ? 'true' : 'false'}
    aria-required=${item.isRequired ? 'true' : 'false'}
    .value=${live(text)}
    @input=${onInput}
  ></textarea>`;
}

/** A handle on a line. As long as nobody moved it there is no answer, and it says so. */
export function slider(asked: Asked) {
  const { node, item, context, id, described, findings } = asked;
  const range = sliderRange(item);
  const [given] = valuesOf(asked);
  const number = typeof given?.value === 'number' ? given.value : undefined;
  const words = given ? valueWords(given, item, context) : context.messages.notMoved;
  const asides = asidesOf(context.answers.plan, item);
  const onMove = ({ target, type: event }: Event) => {
    if (!(target instanceof HTMLInputElement)) return;
    const type = item.type === 'integer' ? 'integer' : 'decimal';
    const answer = { type: 'answered', key: node.key, values: [{ type, value: Number(target.value) }] } as const;
    // On its way it says where it is; what it passes is no answer.
    context.send(event === 'input' ? { ...answer, passing: 'held' } : answer);
  };
  /** Where the handle stands before anybody has moved it may be what they mean: nothing moves then. A press of the question's words is passed on to here, and is none of the handle. */
  const onPress = (event: MouseEvent) => {
    if (number !== undefined || !(event.target instanceof HTMLInputElement)) return;
    const { left, right, top, bottom } = event.target.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x >= left && x <= right && y >= top && y <= bottom) onMove(event);
  };
  const onKey = (event: KeyboardEvent) => {
    if (number !== undefined || (event.key !== ' ' && event.key !== 'Enter')) return;
    event.preventDefault();
    onMove(event);
  };
  const step = extensionNumber(item.definition, 'sliderStep');
  const end = (control: string) => {
    const aside = asides.get(control);
    return aside ? formText(aside.definition, 'text', context) : nothing;
  };
  return html`<input
      id=${id}
      class=${number === undefined ? 'slider unset' : 'slider'}
      part="input"
      type="range"
      min=${range?.from ?? 0}
      max=${range?.to ?? 100}
      step=${step !== undefined && step > 0 ? step : item.type === 'integer' ? 1 : 'any'}
      aria-valuetext=${words}
      aria-describedby=${given ? described : withId(described, `${id}-unset`)}
      aria-invalid=${findings.length > 0 ? 'true' : 'false'}
      .value=${live(String(number ?? ((range?.from ?? 0) + (range?.to ?? 100)) / 2))}
      @input=${onMove}
      @change=${onMove}
      @click=${onPress}
      @keydown=${onKey}
    />
    <p class="ends hint"><span>${end('lower')}</span><b id=${`${id}-unset`}>${words}</b><span>${end('upper')}</span></p>
    ${clearAct(asked)}`;
}
