import fhirpath from 'fhirpath';
import r4 from 'fhirpath/fhir-context/r4';
import { compileQuestionnaire, explainIssue, type Plan } from '@openprm/questionnaire';
import { compileExpression, ExpressionError, pathValueOf } from '@openprm/questionnaire/expressions';
import { gad7, phq9, type Instrument } from '@openprm/questionnaire/instruments';
import { pointsOf, scoreResponse } from '@openprm/questionnaire/scores';
import { Random } from '../random.ts';
import { randomExpression } from '../survey/random-expression.ts';
import { expressions, randomResponse } from '../survey/random-response.ts';
import type { Proof } from './proof.ts';

const seed = 20_261_122;
const responsesOfEach = 10;

/** Scores against sums made another way, and FHIRPath against fhirpath.js. */
export const proof: Proof = {
  name: 'survey-scores',
  summary: 'every possible PHQ-9 and GAD-7 scores as an independent sum does; FHIRPath gives what fhirpath.js gives',
  smallN: 100,
  fullN: 10_000,
  async run(n, { say }) {
    const phq = scoreAll(phq9, [0, 5, 10, 15, 20]);
    const gad = scoreAll(gad7, [0, 5, 10, 15]);
    const paths = comparePaths(n, say);
    const generated = compareGenerated(n, say);
    const differences = phq.differences + gad.differences + paths.differences + generated.differences;
    return {
      result: differences === 0 && phq.vectors === 4 ** 9 && gad.vectors === 4 ** 7 ? 'pass' : 'fail',
      figures: {
        phq9Vectors: phq.vectors,
        phq9Differences: phq.differences,
        gad7Vectors: gad.vectors,
        gad7Differences: gad.differences,
        responses: n,
        expressions: expressions.length,
        evaluations: paths.evaluations,
        gaveSomething: paths.gaveSomething,
        failedInBoth: paths.failedInBoth,
        pathDifferences: paths.differences,
        generatedExpressions: n,
        generatedEvaluations: generated.evaluations,
        generatedGaveSomething: generated.gaveSomething,
        generatedFailedInBoth: generated.failedInBoth,
        generatedDifferences: generated.differences,
        seed,
      },
    };
  },
};

/** All vectors of answers, each as a response; the sum is that of the digits of its number to the base of four. */
function scoreAll({ questionnaire, scores, id }: Instrument, bandStarts: readonly number[]) {
  const plan = planOf(questionnaire);
  const [rule] = scores;
  if (!rule) throw new Error(`${id} has no score.`);
  const codes = ['not-at-all', 'several-days', 'more-than-half', 'nearly-every-day'];
  const questions = rule.linkIds.map((linkId) =>
    codes.map((code) => ({
      linkId,
      answer: [{ valueCoding: { system: 'urn:openprm:codes:frequency-two-weeks', code } }],
    })),
  );
  const vectors = 4 ** questions.length;
  let differences = 0;
  for (let vector = 0; vector < vectors; vector++) {
    const digits = vector.toString(4).padStart(questions.length, '0');
    const item = questions.map((answers, index) => answers[Number(digits[index])]);
    const score = scoreResponse(rule, pointsOf(plan, { item: [{ linkId: id, item }] }));
    const sum = [...digits].reduce((total, digit) => total + Number(digit), 0);
    const band = bandStarts.filter((start) => sum >= start).length - 1;
    const isSame = score.status === 'scored' && score.value === sum && score.band === rule.bands[band];
    if (!isSame) differences++;
  }
  return { vectors, differences };
}

function planOf(questionnaire: unknown): Plan {
  const compiled = compileQuestionnaire(questionnaire);
  if (compiled.status === 'refused') throw new Error(explainIssue(compiled.issue));
  return compiled.plan;
}

/** An expression in both languages. */
function readBoth(expression: string) {
  return {
    expression,
    ours: compileExpression(expression),
    theirs: fhirpath.compile(expression, r4, { async: false }),
  };
}

/** Each of the written expressions on n responses. */
function comparePaths(n: number, say: (line: string) => void) {
  const random = new Random(seed);
  const comparison = new Comparison(say, (value) => value);
  const both = expressions.map(readBoth);
  for (let turn = 0; turn < n; turn++) {
    const response = randomResponse(random);
    for (const each of both) comparison.compare(each, response);
  }
  return comparison;
}

/** N expressions that a grammar makes, each on some responses. */
function compareGenerated(n: number, say: (line: string) => void) {
  const random = new Random(seed);
  const comparison = new Comparison(say, asMeant);
  for (let turn = 0; turn < n; turn++) {
    const both = readBoth(randomExpression(random));
    for (let round = 0; round < responsesOfEach; round++) comparison.compare(both, randomResponse(random));
  }
  return comparison;
}

class Comparison {
  readonly #say: (line: string) => void;
  readonly #asMeant: (value: unknown) => unknown;
  readonly #now = new Date().toISOString().replace('Z', '+00:00');
  evaluations = 0;
  gaveSomething = 0;
  failedInBoth = 0;
  differences = 0;

  constructor(say: (line: string) => void, meant: (value: unknown) => unknown) {
    this.#say = say;
    this.#asMeant = meant;
  }

  compare(
    { expression, ours, theirs }: ReturnType<typeof readBoth>,
    response: ReturnType<typeof randomResponse>,
  ): void {
    const context = pathValueOf(response);
    const environment = { now: this.#now, variable: (name: string) => (name === 'resource' ? [context] : undefined) };
    const mine = resultOf(
      () => ours.evaluate(context, environment).map(({ value }) => this.#asMeant(value)),
      isExpressionError,
    );
    const other = resultOf(
      () => (theirs(response, { resource: response }) as readonly unknown[]).map(this.#asMeant),
      () => true,
    );
    this.evaluations++;
    if (mine === 'fails' && other === 'fails') this.failedInBoth++;
    else if (mine !== '[]') this.gaveSomething++;
    if (mine === other) return;
    if (this.differences++ < 10)
      this.#say(`${expression}\n  ours ${mine}, theirs ${other}, seed ${seed}, ${JSON.stringify(response)}`);
  }
}

/** Instants by the moment that they are, and durations by their number and the unit, in its singular. */
function asMeant(value: unknown): unknown {
  const amount = value as { readonly value?: unknown; readonly code?: unknown } | null;
  const text = typeof amount?.value === 'number' ? `${amount.value} ${String(amount.code)}` : value;
  if (typeof text !== 'string') return value;
  const [, number, unit] = /^(-?[\d.e+-]+) (year|month|week|day|hour|minute|second|millisecond)s?$/.exec(text) ?? [];
  if (unit !== undefined) return [Number(number), unit];
  return /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : value;
}

const isExpressionError = (error: unknown) => error instanceof ExpressionError;

/** Both reckon with binary fractions, and differ in the last digits. fhirpath.js throws whatever it likes; of ours, an error of another kind is a mistake. */
function resultOf(evaluate: () => readonly unknown[], isFailure: (error: unknown) => boolean): string {
  try {
    return JSON.stringify(evaluate(), (_key, value: unknown) =>
      typeof value === 'number' ? Number(value.toPrecision(12)) : value,
    );
  } catch (error) {
    if (!isFailure(error)) throw error;
    return 'fails';
  }
}
