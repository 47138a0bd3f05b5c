import { equalValues } from '../fhir/compare-values.ts';
import { isObject } from '../fhir/json.ts';
import { readValue, type AnswerValue } from '../fhir/answer-value.ts';
import { objectsOf, stringOf, type JsonObject } from '../fhir/json.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';

/** Points of questions, by linkId. One that was not answered, or answered more than once, has none. */
export type Points = ReadonlyMap<string, number>;

const deepest = 60;

/**
 * The points of a response: those that the form's options have, or the answer itself if it is a number. What a response says of points is not believed.
 *
 * @param response what JSON.parse gave; of what is not a response there are no points
 */
export function pointsOf(plan: Plan, response: unknown): Points {
  const points = new Map<string, number>();
  const seen = new Set<string>();
  const visit = (holder: JsonObject, depth: number) => {
    for (const item of depth > deepest ? [] : objectsOf(holder['item'])) {
      const linkId = stringOf(item['linkId']) ?? '';
      const planItem = plan.items[plan.byLinkId.get(linkId) ?? -1];
      const answers = objectsOf(item['answer']);
      const [only] = answers;
      const value = only && readValue(only);
      const found = planItem && value && answers.length === 1 ? pointsOfAnswer(planItem, value) : undefined;
      if (found !== undefined && !seen.has(linkId)) points.set(linkId, found);
      else points.delete(linkId);
      seen.add(linkId);
      visit(item, depth + 1);
      for (const answer of answers) visit(answer, depth + 1);
    }
  };
  if (isObject(response)) visit(response, 0);
  return points;
}

/**
 * The points of every answer to a question, wherever in the response and however often it was answered: several of its options, or one in each instance of a group.
 */
export function everyPointsOf(plan: Plan, response: unknown): ReadonlyMap<string, readonly number[]> {
  const points = new Map<string, number[]>();
  const visit = (holder: JsonObject, depth: number) => {
    for (const item of depth > deepest ? [] : objectsOf(holder['item'])) {
      const linkId = stringOf(item['linkId']) ?? '';
      const planItem = plan.items[plan.byLinkId.get(linkId) ?? -1];
      const answers = objectsOf(item['answer']);
      for (const answer of answers) {
        const value = readValue(answer);
        const found = planItem && value && pointsOfAnswer(planItem, value);
        const others = points.get(linkId);
        if (found !== undefined && others) others.push(found);
        else if (found !== undefined) points.set(linkId, [found]);
        visit(answer, depth + 1);
      }
      visit(item, depth + 1);
    }
  };
  if (isObject(response)) visit(response, 0);
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
  const option = options.find((each) => equalValues(each.value, value) === true);
  return option && (option.weight ?? (typeof option.value.value === 'number' ? option.value.value : undefined));
}
