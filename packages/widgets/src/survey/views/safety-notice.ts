import type { PlanItem } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import type { SurveyPaper } from '../survey-paper.ts';
import { safetyAnswers, type TellingWithout, tellingOf } from '../safety-answers.ts';
import type { Contact } from '../survey-state.ts';
import { telephoneSentence } from '../../ui/telephone-sentence.ts';
import type { FormContext, SurveyContext } from './survey-context.ts';

/** Help, in place, beside the question whose answer asks for it. That somebody was told is said only when the clinic's system has confirmed it. */
export function safetyNotice({ linkId }: PlanItem, context: FormContext) {
  if (!safetyAnswers(context.answers).some((each) => each.linkId === linkId)) return nothing;
  return helpNotice(context.answers.paper, tellingOf(context.answers), context, linkId);
}

/**
 * Where to get help, and what is known of the answer's way.
 *
 * @param of the question that it stands beside, by its linkId, so that it is found
 */
export function helpNotice(
  paper: SurveyPaper,
  telling: TellingWithout | null,
  { messages }: SurveyContext,
  of: string | typeof nothing = nothing,
) {
  const { emergencyTelephone, crisisTelephone, organization } = paper;
  return html`<div class="notice help" part="notice" role="group" aria-label=${messages.helpTitle} data-of=${of}>
    <p class="notice-title">${messages.helpTitle}</p>
    <p>${messages.helpText}</p>
    ${helpNumbers({ emergencyTelephone, crisisTelephone, telephone: organization.telephone }, messages)}
    ${telling === null ? nothing : html`<p class="telling">${tellingWords(telling, messages)}</p>`}
  </div>`;
}

/** Whom to call. */
export const helpNumbers = (
  { emergencyTelephone, crisisTelephone, telephone }: Contact,
  { callEmergency, callCrisis, callTheClinic }: SurveyContext['messages'],
) =>
  html`<ul class="help-numbers">
    ${call(callEmergency, emergencyTelephone)} ${call(callCrisis, crisisTelephone)} ${call(callTheClinic, telephone)}
  </ul>`;

const call = (sentence: (telephone: string) => string, telephone: string | null) =>
  telephone === null ? nothing : html`<li>${telephoneSentence(sentence, telephone)}</li>`;

/** What is known of the answer's way to the clinic. */
export function tellingWords(telling: TellingWithout, messages: SurveyContext['messages']): string {
  switch (telling) {
    case 'sending':
      return messages.tellingSending;
    case 'told':
      return messages.tellingTold;
    case 'not-told':
      return messages.tellingFailed;
    case 'stopped':
      return messages.tellingStopped;
    case 'unconfirmed':
      return messages.tellingUnconfirmed;
    case 'signed-out':
      return messages.tellingSignedOut;
    case 'unknown':
      return messages.tellingUnknown;
  }
}
