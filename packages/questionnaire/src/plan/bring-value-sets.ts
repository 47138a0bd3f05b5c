import { isObject } from '../fhir/json.ts';
import type { Coding } from '../fhir/resources.ts';
import { compileQuestionnaire } from './compile-questionnaire.ts';
import type { ValueSets } from './read-options.ts';

/** A host's terminology: the codings of a value set, or undefined where it has none. The engine itself asks no server. */
export type ExpandValueSet = (address: string, signal?: AbortSignal) => Promise<readonly Coding[] | undefined>;

/**
 * Asks a host for the value sets that a form only names (level F3), to compile it with them. One that fails, is not known or has no code is left out; its
 * questions then have no options, and `plan.valueSets` and `plan.unsupported` name it.
 *
 * @example
 * const valueSets = await bringValueSets(form, (address, signal) => myTerminology.expand(address, signal));
 * const compiled = compileQuestionnaire(form, { valueSets });
 */
export async function bringValueSets(
  questionnaire: unknown,
  expand: ExpandValueSet,
  signal?: AbortSignal,
): Promise<ValueSets> {
  const compiled = compileQuestionnaire(questionnaire);
  if (compiled.status === 'refused') return {};
  const found = await Promise.all(
    compiled.plan.valueSets.map(async (address) => {
      const codings = await codingsOf(address, expand, signal);
      signal?.throwIfAborted();
      return codings ? [[address, codings] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Whatever a host gives or throws: a list of what has a code, or nothing. */
async function codingsOf(
  address: string,
  expand: ExpandValueSet,
  signal: AbortSignal | undefined,
): Promise<readonly Coding[] | undefined> {
  try {
    const given: unknown = await expand(address, signal);
    if (!Array.isArray(given)) return undefined;
    const codings = given.filter((each): each is Coding => isObject(each) && typeof each['code'] === 'string');
    return codings.length > 0 ? codings : undefined;
  } catch {
    return undefined;
  }
}
