import { readValue, type AnswerValue } from '../fhir/answer-value.ts';
import { isObject, objectsOf, stringOf } from '../fhir/json.ts';
import { findOption } from '../form/find-option.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';

/** Points of questions, by linkId. One that was not answered, or answered more than once, has none. */
export type Points = ReadonlyMap<string, number>;

const deepest = 60;

/** Looks at all items of a response, at those that hold others first, with the points of their answers; undefined for what has none. */
function lookThrough(
  plan: Plan,
  holder: unknown,
  look: (linkId: string, points: readonly (number | undefined)[]) => void,
  depth = 0,
): void {
  for (const item of isObject(holder) && depth <= deepest ? objectsOf(holder['item']) : []) {
    const linkId = stringOf(item['linkId']) ?? '';
    const planItem = plan.items[plan.byLinkId.get(linkId) ?? -1];
    const answers = objectsOf(item['answer']);
    look(
      linkId,
      answers.map((answer) => {
        const value = readValue(answer);
        return planItem && value && pointsOfAnswer(planItem, value);
      }),
    );
    for (const each of [item, ...answers]) lookThrough(plan, each, look, depth + 1);
  }
}

/**
 * The points of a response: those that the form's options have, or the answer itself if it is a number. What a response says of points is not believed.
 *
 * @param response what JSON.parse gave; of what is not a response there are no points
 */
export function pointsOf(plan: Plan, response: unknown): Points {
  const points = new Map<string, number>();
  const seen = new Set<string>();
  lookThrough(plan, response, (linkId, [only, ...others]) => {
    if (only !== undefined && others.length === 0 && !seen.has(linkId)) points.set(linkId, only);
    else points.delete(linkId);
    seen.add(linkId);
  });
  return points;
}

/**
 * The points of every answer to a question, wherever in the response and however often it was answered: several of its options, or one in each instance of a group.
 */
export function everyPointsOf(plan: Plan, response: unknown): ReadonlyMap<string, readonly number[]> {
  const points = new Map<string, readonly number[]>();
  lookThrough(plan, response, (linkId, found) => {
    const given = found.filter((each) => each !== undefined);
    if (given.length > 0) points.set(linkId, [...(points.get(linkId) ?? []), ...given]);
  });
  return points;
}

/**
 * The most points that any answer to a question has: for answers that must not be missed, such as safety answers. A response that answers twice, or where one answer is allowed, still says what it says.
 */
export const highestPointsOf = (plan: Plan, response: unknown): Points =>
  new Map([...everyPointsOf(plan, response)].map(([linkId, points]) => [linkId, Math.max(...points)]));

/** The points of one answer: those of its option, or the number itself. */
export function pointsOfAnswer({ options }: PlanItem, value: AnswerValue): number | undefined {
  if (!options) return typeof value.value === 'number' ? value.value : undefined;
  const option = findOption(options, value);
  return option && (option.weight ?? (typeof option.value.value === 'number' ? option.value.value : undefined));
}
