import { progressOf } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { isSending } from '../flow/saving-state.ts';
import { stepAt, stepsOf, type Step, wayOf } from '../form-steps.ts';
import { kindOf, shownAt } from '../item-kinds.ts';
import type { AnsweringState } from '../survey-state.ts';
import { formText, ownWords, textOf } from './form-text.ts';
import { itemViews } from './item-view.ts';
import { titleWords } from './opening-views.ts';
import { act, connectionNotice, mainAct } from './parts.ts';
import type { FormContext, SurveyContext } from './survey-context.ts';

/** One step of the form: what it asks, what is wrong with it, and the ways on. */
export function answeringView(state: AnsweringState, context: SurveyContext) {
  const { plan, form, setting } = state;
  const { messages, send, more } = context;
  const steps = stepsOf(plan, form, setting.pace);
  const at = stepAt(steps, state.place);
  const step = steps[at];
  const formContext: FormContext = { ...context, answers: state, headingKey: step ? headingKeyOf(state, step) : null };
  const isBusy = isSending(state);
  const isOnly = steps.length <= 1;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    send({ type: 'next-asked' });
  };
  const main = isOnly ? messages.send : state.isFromReview ? messages.toReview : messages.next;
  return html`
    ${progressView(state, steps.length, context)} ${context.isStalled ? connectionNotice(context) : nothing}
    ${more?.aboveStep(state, step?.shown ?? [], formContext) ?? nothing} ${titles(step, formContext)}
    <form class="form" novalidate @submit=${onSubmit}>
      <div class="items" ?inert=${isBusy}>${itemViews(step?.shown ?? [], formContext)}</div>
      <div class="footer">
        ${at > 0 && !isBusy && !state.isFromReview ? act(messages.back, () => send({ type: 'went-back' })) : nothing}
        <span class="kept muted">${more?.savingLine(state, context) ?? ''}</span>
        ${mainAct(isBusy ? messages.sending : main, () => send({ type: 'next-asked' }), isBusy)}
      </div>
    </form>
  `;
}

/** The question whose own words are the heading: the one that a step is about. */
function headingKeyOf({ plan, form, setting }: AnsweringState, { key }: Step): string | null {
  if (setting.pace === 'page') return null;
  const shown = shownAt(plan, form, key);
  return shown && textIsThere(shown.item, kindOf(plan, shown.item)) ? key : null;
}

const textIsThere = ({ definition }: { readonly definition: object }, kind: string): boolean =>
  (kind !== 'group' && kind !== 'matrix') || typeof Reflect.get(definition, 'text') === 'string';

/** What stands above the step: the titles of the groups that it is in; on a page the form's title, or the page's. */
function titles(step: Step | undefined, context: FormContext) {
  const { answers, headingKey } = context;
  const { plan, form, paper } = answers;
  const groups = (step?.within ?? []).flatMap((key) => shownAt(plan, form, key) ?? []);
  const words = groups.flatMap(({ node, item }) => {
    if (node.text !== undefined) return [ownWords(node.text)];
    return textOf(item.definition, 'text', context) === undefined ? [] : [formText(item.definition, 'text', context)];
  });
  return html`${words.length > 0 ? html`<div class="lead within">${words.map((each) => html`<p>${each}</p>`)}</div>` : nothing}
  ${headingKey === null ? heading(titleWords(paper, context)) : nothing}`;
}

/** How far somebody is; where it depends on answers to come, it says so. */
function progressView(state: AnsweringState, count: number, context: SurveyContext) {
  const { plan, form, setting, place, paper } = state;
  const { messages, number } = context;
  const title = setting.pace === 'question' ? titleWords(paper, context) : paper.organization.name;
  const way = count > 1 ? wayOf(plan, form, setting.pace, place) : progressOf(plan, form);
  const [step, steps, say] =
    'total' in way
      ? [way.answered, way.total, messages.answeredOf]
      : [way.step, way.steps, way.isCertain ? messages.stepOf : messages.stepOfAbout];
  if (steps === 0) return nothing;
  return html`<div class="way">
    <span class="way-title muted"><bdi>${title}</bdi></span
    ><span class="way-words muted">${say(number(step), number(steps))}</span>
    <progress class="bar" max=${steps} value=${step} aria-label=${messages.progress}></progress>
  </div>`;
}
