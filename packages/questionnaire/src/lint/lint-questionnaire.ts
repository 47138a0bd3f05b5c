import { prepareExpressions } from '../expressions/prepare-expressions.ts';
import { pointerTo } from '../fhir/json.ts';
import { startForm } from '../form/start-form.ts';
import { languagesOf } from '../fhir/texts.ts';
import { indexOptions } from '../form/index-options.ts';
import { compileQuestionnaire } from '../plan/compile-questionnaire.ts';
import { explainIssue } from '../plan/explain-issue.ts';
import type { Issue, IssueCode } from '../plan/issues.ts';
import type { Plan } from '../plan/plan.ts';
import type { SafetyRule, ScoreRule } from '../scores/score-rule.ts';
import { checkBands } from './check-bands.ts';
import { checkItem } from './check-item.ts';
import type { Found, LintFault } from './fault.ts';
import { findSafetyQuestions, isSafetyForm } from './safety-questions.ts';

/** What is to be done with a form, so that it can be told whether it goes. */
export interface LintOptions {
  readonly scores?: readonly ScoreRule[];
  readonly safety?: readonly SafetyRule[];
  /** Whether nobody will know who answers. Then nobody could help, either: safety rules are refused, and so are questions that are known to need one, see `findSafetyQuestions`. And files are: a photograph tells more than it shows. */
  readonly isAnonymous?: boolean;
  /** Names that the host brings to expressions, such as `patient`. */
  readonly resources?: readonly string[];
}

/** What the engine lives with without harm to what is asked. */
const mild: ReadonlySet<IssueCode> = new Set(['condition-cycle', 'bad-pattern']);

/** Of a form's expressions while it is looked over: about a second. */
const mostSteps = 1_000_000;

/**
 * Names what is wrong with a form, each with a JSON pointer. Never throws, whatever the form is; a form without errors can be sent.
 */
export function lintQuestionnaire(questionnaire: unknown, options: LintOptions = {}): readonly LintFault[] {
  const resources = Object.fromEntries((options.resources ?? []).map((name) => [name, {}]));
  const context = { now: '2000-01-01T00:00:00Z', resources, steps: { left: mostSteps } };
  const compiled = compileQuestionnaire(questionnaire, { expressions: prepareExpressions, context });
  if (compiled.status === 'refused') return [faultOf(compiled.issue, 'error')];
  const { plan } = compiled;
  indexOptions(plan);
  const languages = languagesOf(plan.questionnaire);
  const found: readonly Found[] = [
    ...checkForm(plan),
    ...plan.items.flatMap((item) => checkItem(plan, item, languages)),
    ...plan.unsupported.map(({ feature, pointer }): Found => [
      'warning',
      'unsupported',
      pointer,
      feature.startsWith('answerValueSet ')
        ? `The form does not hold the codes of ${feature}. Where the page that asks does not bring them, nobody can answer this.`
        : `${feature} is kept and does nothing here.`,
    ]),
    ...checkPurpose(plan, options),
  ];
  startForm(plan);
  const failed = plan.expressions?.failed() ?? [];
  return [
    ...plan.issues.map((issue) => faultOf(issue, mild.has(issue.code) ? 'warning' : 'error')),
    ...failed.map((issue): LintFault => ({ ...faultOf(issue, 'warning'), code: 'fails-when-empty' })),
    ...found.map(([severity, code, pointer, message]) => ({ code, severity, pointer, message })),
  ];
}

function faultOf(issue: Issue, severity: LintFault['severity']): LintFault {
  return { code: issue.code, severity, pointer: issue.pointer, message: explainIssue(issue) };
}

const statuses = ['draft', 'active', 'retired', 'unknown'];

function checkForm({ questionnaire, items }: Plan): readonly Found[] {
  const found: Found[] = [];
  if (!statuses.includes(String(questionnaire['status']))) {
    found.push(['error', 'missing-element', '/status', `status is one of ${statuses.join(', ')}.`]);
  }
  for (const element of ['url', 'version']) {
    if (typeof questionnaire[element] === 'string') continue;
    const message = `Without ${element} a response cannot say which form it answers.`;
    found.push(['warning', 'missing-element', `/${element}`, message]);
  }
  if (typeof questionnaire['title'] !== 'string')
    found.push(['warning', 'missing-text', '/title', 'Give the form a title.']);
  if (items.length === 0) found.push(['error', 'missing-element', '/item', 'The form asks nothing.']);
  return found;
}

function checkPurpose(plan: Plan, { scores = [], safety = [], isAnonymous = false }: LintOptions): readonly Found[] {
  const found: Found[] = [];
  const missing = (rule: string, linkId: string): Found => [
    'error',
    'not-scorable',
    '/item',
    `${rule} asks for ${JSON.stringify(linkId)}, and the form has no question of that linkId with points.`,
  ];
  for (const rule of scores) {
    for (const linkId of rule.linkIds)
      if (!hasPoints(plan, linkId)) found.push(missing(`The score ${rule.id}`, linkId));
    found.push(...checkBands(rule));
  }
  for (const { linkId } of safety) {
    if (!hasPoints(plan, linkId)) found.push(missing('A safety rule', linkId));
  }
  if (isAnonymous) found.push(...checkHelp(plan, safety));
  for (const { type, pointer } of isAnonymous ? plan.items : []) {
    if (type !== 'attachment') continue;
    const message =
      'A file says more than it shows: its name, where a photograph was taken, by whom. Ask for it in a form that is not anonymous.';
    found.push(['error', 'anonymous-file', pointerTo(pointer), message]);
  }
  return found;
}

/** Whether a form that nobody is known by asks what somebody may need help for. */
function checkHelp(plan: Plan, safety: readonly SafetyRule[]): readonly Found[] {
  const linkIds = [...safety, ...findSafetyQuestions(plan)].map(({ linkId }) => linkId);
  const pointers = linkIds.flatMap((linkId) => plan.items[plan.byLinkId.get(linkId) ?? -1]?.pointer ?? []);
  const at = new Set(pointers.map((pointer) => pointerTo(pointer)));
  // its url or its code says so, and the question was not found
  if (at.size === 0 && isSafetyForm(plan)) at.add('/item');
  const message =
    'An answer to it may need help at once, and nobody would know whom to help. Ask it in a form that is not anonymous.';
  return [...at].map((pointer) => ['error', 'anonymous-safety', pointer, message]);
}

function hasPoints(plan: Plan, linkId: string): boolean {
  const item = plan.items[plan.byLinkId.get(linkId) ?? -1];
  if (item?.options)
    return item.options.every(({ weight, value }) => weight !== undefined || typeof value.value === 'number');
  return item?.valueType === 'integer' || item?.valueType === 'decimal';
}
