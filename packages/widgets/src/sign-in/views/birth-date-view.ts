import { html, nothing } from 'lit';
import { dateOrder, inOrder } from '../../ui/birth-date.ts';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import { checkBirthDate } from '../check-birth-date.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { BirthDateState } from '../sign-in-state.ts';
import { act, field, onSubmit, sendingNotice, submit } from './parts.ts';
import { problemWords } from '../sign-in-words.ts';

/** The date of birth, by which the chart is found: an address alone may be a family's. */
export function birthDateView(state: BirthDateState, context: SignInContext) {
  const { messages, send, locale, today } = context;
  const { problem, sending, setting } = state;
  const isBusy = sending.status === 'sending';
  const isMissed = problem?.kind === 'not-found';
  const order = dateOrder(locale);
  const typed = inOrder(state.typed, state.dateOrder ?? order, order);
  const check = () => send({ type: 'birth-date-submitted', check: checkBirthDate(typed, order, today()) });
  return html`
    ${heading(messages.birthDateTitle)} ${sendingNotice(sending, context)}
    ${
      isMissed
        ? notice({
            title: messages.notFoundTitle,
            text: html`${messages.notFoundText} <slot name="fallback"></slot>`,
          })
        : nothing
    }
    <form class="sign-in" novalidate @submit=${onSubmit(check)}>
      <p class="lead">${messages.birthDateText}</p>
      ${field({
        id: 'birth-date',
        label: messages.birthDate,
        hint: order.map((part) => messages.dateParts[part]).join(' / '),
        problem: problem && !isMissed ? problemWords(state, context) : null,
        value: typed,
        autocomplete: 'bday',
        inputMode: 'text',
        isBusy,
        onInput: (value) => send({ type: 'birth-date-changed', value, dateOrder: order }),
      })}
      <div class="footer">
        ${
          setting.canSkip
            ? act(messages.skip, () => send({ type: 'skipped' }))
            : act(messages.signOut, () => send({ type: 'sign-out-asked' }))
        }
        ${submit(messages.findRecords, messages.findingRecords, isBusy)}
      </div>
    </form>
  `;
}
