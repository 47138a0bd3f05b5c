import { type AnswerValue, type Coding, type PlanItem, type Quantity } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { readNumber, writeNumber } from '../read-typed.ts';
import type { Unit } from '../survey-state.ts';
import { ownWords, textOf } from './form-text.ts';
import { entryAt, shownText, typedAt } from './given.ts';
import { numberMode, type Place, withId } from './typed-controls.ts';

/** A number with its unit. Of several units one has to be chosen, and it stays chosen whatever becomes of the number: another unit is another answer. */
export function quantity({ asked, at, id, label }: Place) {
  const { node, item, context, described, findings } = asked;
  const { messages, formatLocale, send } = context;
  const value = entryAt(asked, at)?.value;
  const given = value?.type === 'Quantity' ? value.value : undefined;
  // While what is typed is no number there is no answer that could say its unit.
  const current = given ? unitOf(given) : typedAt(asked, at)?.unit;
  const units = unitsOf(item, current);
  const onChange = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLElement)) return;
    const text = currentTarget.querySelector('input')?.value ?? '';
    const list = currentTarget.querySelector('select');
    // The first of the list is none.
    const unit = units[list ? list.selectedIndex - 1 : 0];
    const number = readNumber(text, formatLocale);
    const isWhole = number !== undefined && (unit !== undefined || units.length === 0);
    const answer: AnswerValue | undefined = isWhole
      ? { type: 'Quantity', value: { value: number, ...unit } }
      : undefined;
    send({ type: 'typed', key: node.key, at, text, value: answer, unit });
  };
  const write = () => (given?.value === undefined ? '' : writeNumber(given.value, formatLocale));
  const unitWords = (unit: Unit): string => {
    const coding = item.unitOptions.find((each) => isSame(codedOf(each), unit));
    return (coding && textOf(coding, 'display', context)) ?? unit.unit ?? unit.code ?? '';
  };
  const [only] = units;
  const isChosen = units.length > 1;
  const isWrong = findings.length > 0 ? 'true' : 'false';
  const name = typeof label === 'string' ? label : (node.text ?? textOf(item.definition, 'text', context));
  return html`<div class="with-unit" @input=${onChange}>
    <input
      id=${id}
      part="input"
      class="short"
      type="text"
      inputmode=${numberMode(item, 'decimal')}
      autocomplete="off"
      dir="ltr"
      aria-label=${label}
      aria-describedby=${isChosen || !only ? described : withId(described, `${id}-unit`)}
      aria-invalid=${isWrong}
      aria-required=${item.isRequired ? 'true' : 'false'}
      .value=${live(shownText(asked, at, write))}
    />
    ${
      isChosen
        ? html`<select
            part="input"
            aria-label=${name === undefined ? messages.unit : messages.unitOf(name)}
            aria-describedby=${described}
            aria-invalid=${isWrong}
          >
            <option value="" .selected=${live(!current)}>${messages.choose}</option>
            ${units.map(
              (unit) =>
                html`<option .selected=${live(current !== undefined && isSame(unit, current))}>
                  ${unitWords(unit)}
                </option>`,
            )}
          </select>`
        : only
          ? html`<span id=${`${id}-unit`}>${ownWords(unitWords(only))}</span>`
          : nothing
    }
  </div>`;
}

/** The units of a question; and the one that its answer has, where that is another: it is not taken for one of these. */
function unitsOf({ unitOptions }: PlanItem, current: Unit | undefined): readonly Unit[] {
  const units = unitOptions.map(codedOf).filter((unit, at, all) => all.findIndex((each) => isSame(each, unit)) === at);
  return !current || units.some((unit) => isSame(unit, current)) ? units : [...units, current];
}

const codedOf = ({ display, code, system }: Coding): Unit => present({ unit: display ?? code, system, code });

/** Undefined for a number alone. */
function unitOf({ unit, system, code }: Quantity): Unit | undefined {
  return unit === undefined && code === undefined ? undefined : present({ unit, system, code });
}

const present = (unit: { readonly [Part in keyof Unit]: Unit[Part] | undefined }): Unit =>
  Object.fromEntries(Object.entries(unit).filter(([, part]) => part !== undefined));

/** By its code, and by its words where one has none. */
const isSame = (left: Unit, right: Unit): boolean =>
  left.code !== undefined && right.code !== undefined
    ? left.code === right.code && left.system === right.system
    : (left.unit ?? left.code) === (right.unit ?? right.code);
