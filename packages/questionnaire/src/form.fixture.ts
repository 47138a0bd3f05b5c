import {
  compileQuestionnaire,
  explainIssue,
  setAnswers,
  shownNodes,
  type AnswerValue,
  type Change,
  type CompileOptions,
  type FormNode,
  type FormState,
  type Plan,
} from './index.ts';

/** A form with these items, as JSON would bring it. */
export function formOf(item: readonly object[], more: object = {}): Record<string, unknown> {
  return structuredClone({
    resourceType: 'Questionnaire',
    status: 'active',
    url: 'https://clinic.example/form',
    item,
    ...more,
  });
}

/** The plan of a form that is not refused. */
export function planOf(form: unknown, options?: CompileOptions): Plan {
  const compiled = compileQuestionnaire(form, options);
  if (compiled.status === 'refused') throw new Error(`${compiled.issue.pointer}: ${explainIssue(compiled.issue)}`);
  return compiled.plan;
}

/** The nth node of an item. */
export function nodeOf(plan: Plan, state: FormState, linkId: string, nth = 0): FormNode {
  const keys = state.byItem.get(plan.byLinkId.get(linkId) ?? -1) ?? [];
  const node = state.nodes.get(keys[nth] ?? '');
  if (!node) throw new Error(`There is no node ${nth} of ${linkId}.`);
  return node;
}

/** Answers the nth node of a question. */
export function answer(plan: Plan, state: FormState, linkId: string, values: readonly AnswerValue[], nth = 0): Change {
  return setAnswers(plan, state, nodeOf(plan, state, linkId, nth).key, values);
}

/** The linkIds of what is shown, in order. */
export function shown(plan: Plan, state: FormState): string[] {
  return [...shownNodes(plan, state)].map(({ item }) => item.linkId);
}

export const text = (value: string): AnswerValue => ({ type: 'string', value });
export const integer = (value: number): AnswerValue => ({ type: 'integer', value });
export const decimal = (value: number): AnswerValue => ({ type: 'decimal', value });
export const boolean = (value: boolean): AnswerValue => ({ type: 'boolean', value });
export const coding = (code: string, system = 'https://clinic.example/codes') =>
  ({ type: 'Coding', value: { system, code } }) as const satisfies AnswerValue;

/** Options of a choice, by their codes. */
export const options = (...codes: string[]) => codes.map((code) => ({ valueCoding: coding(code).value }));

/** An extension with one value. */
export const extension = (url: string, value: object) => ({ url, ...value });

export const core = 'http://hl7.org/fhir/StructureDefinition/';
export const sdc = 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-';

/** An extension that holds an expression. */
export const expression = (url: string, written: string, name?: string) =>
  extension(url, {
    valueExpression: { language: 'text/fhirpath', expression: written, ...(name !== undefined && { name }) },
  });
