import type { FhirResource, ProblemIssue } from '@openprm/contract';
import { type Finding, type FormState, type Plan, checkForm, patternSteps, resumeForm } from '@openprm/questionnaire';
import { Problem } from '../../problem.ts';
import type { AskedSurvey } from '../surveys/survey-repository.ts';
import { checkSaysOfNobody, checkShape, checkWatched, collectInto } from './check-shape.ts';

/** Some tenths of a second, for all answers of a response. */
const mostPatternSteps = 10_000_000;

/**
 * Looks a response over before it is kept: whether it answers this form, whether it may be complete, and that it says of nobody whose it is where nobody is to know. A linkId that is named is the
 * form's; nothing of an answer is said back.
 *
 * @returns the answers in their places, disabled ones left out
 * @throws Problem `validation-failed`
 */
export function checkResponse(
  { mode, url, version, safety }: Pick<AskedSurvey, 'mode' | 'url' | 'version' | 'safety'>,
  plan: Plan,
  response: FhirResource,
): FormState {
  const issues: ProblemIssue[] = [];
  const refuse = collectInto(issues);
  if (mode !== 'named') checkSaysOfNobody(response, refuse);
  checkShape(response, refuse);
  throwAny(issues);
  checkWatched(safety, plan, response, refuse);

  const { questionnaire, status } = response;
  if (questionnaire !== undefined && questionnaire !== `${url}|${version}` && questionnaire !== url)
    refuse('/questionnaire', 'custom', "must be the survey's form, url|version");
  if (status !== 'in-progress' && status !== 'completed')
    refuse('/status', 'invalid_value', 'must be in-progress or completed');
  const { state, unplaced } = resumeForm(plan, response);
  if (status === 'completed') {
    for (const pointer of unplaced) refuse(pointer, 'no-such-item', 'has no place in the form');
    // what would take too long is not begun
    const isLong = patternSteps(plan, state) > mostPatternSteps;
    if (isLong)
      refuse('/item', 'too_big', "must hold less text under the form's patterns: to try it would take too long");
    for (const finding of isLong ? [] : checkForm(plan, state)) {
      if (finding.code === 'constraint' && finding.severity === 'warning') continue;
      if (!isMendable(plan, state, finding)) continue;
      refuse('', finding.code, describe(plan, state, finding.key));
    }
  }
  throwAny(issues);
  return state;
}

/**
 * Whether somebody who answers can do anything about a fault. What is hidden, fixed, or chosen from codes that the form does not hold may stay as it is: else a required one would keep a person's
 * answers from ever being complete. What is no answer of the question's type, or too long, is none of anybody's either way.
 */
function isMendable(plan: Plan, state: FormState, { key, code }: Finding): boolean {
  const node = state.nodes.get(key);
  const item = node && plan.items[node.item];
  if (item === undefined || code === 'wrong-type' || code === 'too-long') return true;
  const hasNothingToChoose = (item.type === 'choice' || item.type === 'reference') && !item.options?.length;
  let isHidden = false;
  for (let at = item.index; at >= 0; at = plan.items[at]?.parent ?? -1) isHidden ||= plan.items[at]?.isHidden ?? false;
  return !hasNothingToChoose && !item.isReadOnly && !isHidden;
}

/** @throws Problem `validation-failed` with the faults, if there are any */
function throwAny(issues: readonly ProblemIssue[]): void {
  const [first] = issues;
  if (first !== undefined)
    throw new Problem('validation-failed', { detail: `${first.path} ${first.message}`, issues: [...issues] });
}

function describe(plan: Plan, state: FormState, key: string): string {
  const node = state.nodes.get(key);
  const linkId = node && plan.items[node.item]?.linkId;
  return linkId === undefined
    ? 'does not keep to a rule of the form'
    : `does not answer ${JSON.stringify(linkId)} as the form asks`;
}
