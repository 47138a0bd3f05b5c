import { objectsOf, pointerTo, stringOf, type JsonObject } from '../fhir/json.ts';
import type { Coding } from '../fhir/resources.ts';
import type { Issue } from './issues.ts';
import { listedOptions, optionParts } from './listed-options.ts';
import type { Option } from './plan.ts';

/** Codings of value sets, by canonical address: what a host's terminology server gave. */
export type ValueSets = Readonly<Record<string, readonly Coding[]>>;

/** The options of an item, or the address of the value set that a host has to bring. */
export interface OptionsFound {
  readonly options?: readonly Option[];
  readonly valueSet?: string;
}

/** Reads `answerOption`, or expands `answerValueSet` from what the form contains or the host brought. */
export function readOptions(
  item: JsonObject,
  pointer: string,
  contained: readonly JsonObject[],
  valueSets: ValueSets,
  issues: Issue[],
): OptionsFound {
  const listed = listedOptions(item, pointer, issues);
  if (listed) return { options: listed };
  const address = stringOf(item['answerValueSet']);
  if (address === undefined) return {};
  if (!address.startsWith('#')) {
    const found = Object.hasOwn(valueSets, address) ? valueSets[address] : undefined;
    return { valueSet: address, ...(found && { options: found.map((coding) => codingOption(coding, coding)) }) };
  }
  const set = contained.find((each) => each['id'] === address.slice(1) && each['resourceType'] === 'ValueSet');
  const options = set && expand(set, contained);
  if (options) return { options };
  issues.push({ code: 'missing-value-set', pointer: pointerTo(pointer, 'answerValueSet'), detail: address });
  return {};
}

function expand(set: JsonObject, contained: readonly JsonObject[]): readonly Option[] | undefined {
  const expansion = set['expansion'];
  if (typeof expansion === 'object' && expansion !== null) {
    return flatten(objectsOf((expansion as JsonObject)['contains']), undefined);
  }
  const compose = set['compose'];
  const includes = typeof compose === 'object' && compose !== null ? objectsOf((compose as JsonObject)['include']) : [];
  const lists = includes.map((include) => {
    const system = stringOf(include['system']);
    if (include['filter'] !== undefined || include['valueSet'] !== undefined) return undefined;
    if (Array.isArray(include['concept'])) return flatten(objectsOf(include['concept']), system);
    const codes = contained.find((each) => each['resourceType'] === 'CodeSystem' && each['url'] === system);
    return codes && flatten(objectsOf(codes['concept']), system);
  });
  const isWhole = lists.length > 0 && (compose as JsonObject)['exclude'] === undefined;
  return isWhole && lists.every((list) => list !== undefined) ? lists.flat() : undefined;
}

function flatten(concepts: readonly JsonObject[], system: string | undefined, depth = 0): readonly Option[] {
  if (depth > 20) return [];
  return concepts.flatMap((concept) => {
    const code = stringOf(concept['code']);
    const display = stringOf(concept['display']);
    const from = stringOf(concept['system']) ?? system;
    const coding = {
      ...(from !== undefined && { system: from }),
      ...(code !== undefined && { code }),
      ...(display !== undefined && { display }),
    };
    const inner = flatten(objectsOf(concept['contains'] ?? concept['concept']), from, depth + 1);
    const isChoice = code !== undefined && concept['abstract'] !== true;
    return isChoice ? [codingOption(coding, concept), ...inner] : inner;
  });
}

function codingOption(coding: Coding, holder: JsonObject): Option {
  return {
    value: { type: 'Coding', value: coding },
    label: { holder: { ...holder, display: holder['display'] ?? coding.code }, element: 'display' },
    ...optionParts([holder]),
    isExclusive: false,
    isInitiallySelected: false,
  };
}
