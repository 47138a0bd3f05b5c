import type { FhirResource, ProblemIssue } from '@openprm/contract';
import { type Finding, type FormState, type Plan, checkForm, patternSteps, resumeForm } from '@openprm/questionnaire';
import { Problem } from '../../problem.ts';
import type { AskedSurvey } from '../surveys/survey-repository.ts';
import { checkSaysOfNobody, checkSaysOfOthers, checkShape, checkWatched, collectInto } from './check-shape.ts';

/** Some tenths of a second, for all answers of a response. */
const mostPatternSteps = 10_000_000;

/**
 * Looks a response over before it is kept: whether it answers this form, whether it may be complete, and that it says of nobody whose it is where nobody is to know. A linkId that is named is the
 * form's; nothing of an answer is said back.
 *
 * @param planAt the same form where `today()` is the day so many minutes east of UTC
 * @returns the answers in their places, disabled ones left out
 * @throws Problem `validation-failed`
 */
export function checkResponse(
  { mode, url, version, safety }: Pick<AskedSurvey, 'mode' | 'url' | 'version' | 'safety'>,
  plan: Plan,
  response: FhirResource,
  planAt: (offset: number) => Plan,
): FormState {
  const issues: ProblemIssue[] = [];
  const refuse = collectInto(issues);
  if (mode === 'named') checkSaysOfOthers(response, refuse);
  else checkSaysOfNobody(plan, response, refuse);
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
    const findings = isLong ? [] : checkForm(plan, state);
    const everywhere = constraintsEverywhere(findings, response, planAt);
    for (const finding of findings) {
      if (finding.code === 'constraint' && !everywhere.has(nameOf(finding))) continue;
      if (!isMendable(plan, state, finding)) continue;
      refuse('', finding.code, describe(plan, state, finding.key));
    }
  }
  throwAny(issues);
  return state;
}

/** From the first to the last place on earth in which a day begins, in minutes from UTC. */
const farthestOffsets = [14 * 60, -12 * 60];

/** The rules of a form that do not hold, wherever on earth somebody answers: their today may be yesterday or tomorrow here. What only warns stops nobody. */
function constraintsEverywhere(
  findings: readonly Finding[],
  response: FhirResource,
  planAt: (offset: number) => Plan,
): ReadonlySet<string> {
  const strict = (found: readonly Finding[]) =>
    found.flatMap((each) => (each.code === 'constraint' && each.severity === 'error' ? [nameOf(each)] : []));
  let failing = strict(findings);
  for (const offset of farthestOffsets) {
    if (failing.length === 0) break;
    const plan = planAt(offset);
    const there = new Set(strict(checkForm(plan, resumeForm(plan, response).state)));
    failing = failing.filter((each) => there.has(each));
  }
  return new Set(failing);
}

const nameOf = (finding: Finding): string =>
  `${finding.key} ${finding.code === 'constraint' ? finding.human : finding.code}`;

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
