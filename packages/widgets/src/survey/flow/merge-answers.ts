import { isObject, type JsonObject } from '@openprm/questionnaire';

/**
 * The answers of two responses in one: what only one of them has, or what only one of them changed.
 *
 * @param base what both followed; null where that is not known
 * @returns null where they contradict each other
 */
export function mergeAnswers(one: JsonObject, other: JsonObject, base: JsonObject | null): JsonObject | null {
  const item = mergeItems(itemsOf(one), itemsOf(other), itemsOf(base));
  return item && { ...one, item };
}

type Items = readonly JsonObject[];

function mergeItems(ones: Items, others: Items, bases: Items): Items | null {
  const merged: JsonObject[] = [];
  for (const linkId of new Set([...ones, ...others].map((each) => each['linkId']))) {
    const of = (items: Items) => items.filter((each) => each['linkId'] === linkId);
    const found = mergeItem(of(ones), of(others), of(bases));
    if (!found) return null;
    merged.push(...found);
  }
  return merged;
}

/** All of one question, or all instances of one group. */
function mergeItem(ones: Items, others: Items, bases: Items): Items | null {
  const isSame = (some: Items, more: Items) => JSON.stringify(some) === JSON.stringify(more);
  if (isSame(ones, others) || isSame(others, bases)) return ones;
  if (isSame(ones, bases)) return others;
  const [one, ...ofOne] = ones;
  const [other, ...ofOther] = others;
  const isOneGroup = ofOne.length === 0 && ofOther.length === 0 && one && other && !one['answer'] && !other['answer'];
  if (!isOneGroup) return null;
  const item = mergeItems(itemsOf(one), itemsOf(other), itemsOf(bases[0] ?? null));
  return item && [{ ...one, item }];
}

/** What stands in a response, an item or an answer. */
export const itemsOf = (holder: JsonObject | null): Items =>
  Array.isArray(holder?.['item']) ? holder['item'].filter(isObject) : [];
