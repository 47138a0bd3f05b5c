import type { Random } from '../random.ts';

/** A question of a form whose questions depend on one another. */
export interface ConditionalQuestion {
  readonly linkId: string;
  readonly type: 'choice' | 'boolean' | 'integer' | 'string';
  /** Begins with words that no other question begins with. */
  readonly text: string;
  readonly conditions: readonly QuestionCondition[];
  readonly behavior: 'all' | 'any';
}

/** One row of `enableWhen`. */
export interface QuestionCondition {
  /** Which earlier question, by its place. */
  readonly on: number;
  readonly operator: '=' | '!=' | '>' | '<=' | 'exists';
  readonly value: number | string | boolean;
}

/** What somebody does: a choice by the place of its control, or a text. */
export interface WalkedAnswer {
  /** Which question, by its place. */
  readonly at: number;
  /** What its text begins with. */
  readonly label: string;
  readonly control: number | null;
  readonly text: string | null;
  /** Places of the questions that appear, and of those that go. */
  readonly appearing: readonly number[];
  readonly leaving: readonly number[];
}

/** What a choice is between. */
export const optionCodes = ['never', 'seldom', 'often', 'always'] as const;
const words = ['sore', 'stiff', 'well'] as const;
const types = ['choice', 'choice', 'boolean', 'integer', 'string'] as const;

/** What a question's text begins with. */
export const labelOf = (at: number): string => `Question ${at + 1}:`;

/** Questions of all common kinds, of which every other one has conditions on earlier ones, in chains and fans. @param count of all @param conditional how many have conditions */
export function conditionalQuestions(random: Random, count: number, conditional: number): ConditionalQuestion[] {
  const questions: ConditionalQuestion[] = [];
  const each = Math.floor(count / conditional);
  for (let at = 0; at < count; at++) {
    const rows = at % each === each - 1 && at > 0 ? 1 + random.below(2) : 0;
    const conditions = Array.from({ length: rows }, () => conditionOn(questions, random));
    questions.push({
      linkId: `q${at}`,
      type: random.pick(types),
      text: `${labelOf(at)} how was it with number ${at + 1} in the last two weeks?`,
      conditions,
      behavior: random.pick(['all', 'any']),
    });
  }
  return questions;
}

function conditionOn(before: readonly ConditionalQuestion[], random: Random): QuestionCondition {
  const on = random.isTrue(0.3) ? 0 : random.below(before.length);
  const type = before[on]?.type ?? 'string';
  const value = valueFor(type, random);
  const operators = type === 'integer' ? (['=', '!=', '>', '<=', 'exists'] as const) : (['=', '!=', 'exists'] as const);
  const operator: QuestionCondition['operator'] = random.pick<QuestionCondition['operator']>([...operators]);
  return { on, operator, value: operator === 'exists' ? true : value };
}

function valueFor(type: ConditionalQuestion['type'], random: Random): number | string | boolean {
  switch (type) {
    case 'choice':
      return random.pick(optionCodes);
    case 'boolean':
      return random.isTrue();
    case 'integer':
      return random.below(5);
    case 'string':
      return random.pick(words);
  }
}

/** The questions as a FHIR Questionnaire, one page. */
export function toQuestionnaire(questions: readonly ConditionalQuestion[], url: string) {
  const system = 'urn:openprm:test:often';
  const answerOf = (type: ConditionalQuestion['type'], value: QuestionCondition['value']) => {
    switch (type) {
      case 'choice':
        return { answerCoding: { system, code: value } };
      case 'boolean':
        return { answerBoolean: value };
      case 'integer':
        return { answerInteger: value };
      case 'string':
        return { answerString: value };
    }
  };
  return {
    resourceType: 'Questionnaire' as const,
    status: 'active',
    url,
    version: '1',
    language: 'en',
    title: 'Many questions',
    item: questions.map(({ linkId, type, text, conditions, behavior }) => ({
      linkId,
      type,
      text,
      ...(type === 'choice' && {
        answerOption: optionCodes.map((code) => ({ valueCoding: { system, code, display: displayOf(code) } })),
      }),
      ...(conditions.length > 0 && {
        enableBehavior: behavior,
        enableWhen: conditions.map(({ on, operator, value }) => ({
          question: `q${on}`,
          operator,
          ...(operator === 'exists' ? { answerBoolean: value } : answerOf(questions[on]?.type ?? 'string', value)),
        })),
      }),
    })),
  };
}

/** What an option is called. */
export const displayOf = (code: string): string => code.slice(0, 1).toUpperCase() + code.slice(1);

/** Which questions are asked, by conditions read one after the other: written apart from the engine, and without its shortcuts. */
export function askedQuestions(
  questions: readonly ConditionalQuestion[],
  answers: ReadonlyMap<number, number | string | boolean>,
): ReadonlySet<number> {
  const asked = new Set<number>();
  for (const [at, { conditions, behavior }] of questions.entries()) {
    const holds = ({ on, operator, value }: QuestionCondition) => {
      const given = asked.has(on) ? answers.get(on) : undefined;
      switch (operator) {
        case 'exists':
          return (given !== undefined) === value;
        case '!=':
          return given !== value;
        case '=':
          return given === value;
        case '>':
          return given !== undefined && given > value;
        case '<=':
          return given !== undefined && given <= value;
      }
    };
    const isAsked = conditions.length === 0 || (behavior === 'any' ? conditions.some(holds) : conditions.every(holds));
    if (isAsked) asked.add(at);
  }
  return asked;
}

/** A walk through the form: each answer to a question that is asked then, other than the one it has, with what has to appear and to go. */
export function randomWalk(questions: readonly ConditionalQuestion[], length: number, random: Random): WalkedAnswer[] {
  const answers = new Map<number, number | string | boolean>();
  let asked = askedQuestions(questions, answers);
  const walk: WalkedAnswer[] = [];
  while (walk.length < length) {
    const all = [...asked];
    const at = all[random.below(all.length)] ?? 0;
    const type = questions[at]?.type ?? 'string';
    const value = valueFor(type, random);
    if (answers.get(at) === value) continue;
    answers.set(at, value);
    const before = asked;
    asked = askedQuestions(questions, answers);
    const isTyped = type === 'integer' || type === 'string';
    const control = type === 'choice' ? optionCodes.findIndex((code) => code === value) : value === true ? 0 : 1;
    walk.push({
      at,
      label: labelOf(at),
      control: isTyped ? null : control,
      text: isTyped ? String(value) : null,
      appearing: [...asked].filter((each) => !before.has(each)),
      leaving: [...before].filter((each) => !asked.has(each)),
    });
  }
  return walk;
}
