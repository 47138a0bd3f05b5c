import type { AnswerType, AnswerValue } from '../fhir/answer-value.ts';
import { extensionCode, extensionNumber, extensionsOf, extensionValue } from '../fhir/extensions.ts';
import { isObject, pointerTo, stringOf, type JsonObject } from '../fhir/json.ts';
import type { Coding } from '../fhir/resources.ts';
import type { Issue } from './issues.ts';
import { itemTypes, type ItemType, type PlanItem } from './plan.ts';
import { readLimits } from './read-limits.ts';
import type { OptionsFound } from './read-options.ts';

/** An item before its conditions are known. */
export type ItemDraft = Omit<PlanItem, 'conditions' | 'needsAll' | 'rank' | 'dependents'>;

export interface ItemsRead {
  readonly items: readonly ItemDraft[];
  readonly roots: readonly number[];
  readonly byLinkId: ReadonlyMap<string, number>;
}

const known = new Set<string>(itemTypes);

const valueTypes: Partial<Readonly<Record<ItemType, AnswerType>>> = {
  boolean: 'boolean',
  decimal: 'decimal',
  integer: 'integer',
  date: 'date',
  dateTime: 'dateTime',
  time: 'time',
  string: 'string',
  text: 'string',
  url: 'uri',
  choice: 'Coding',
  'open-choice': 'Coding',
  attachment: 'Attachment',
  reference: 'Reference',
  quantity: 'Quantity',
};

/** How that is read of an item which a plain form does not have. */
export interface ItemReaders {
  readonly optionsOf: (item: JsonObject, pointer: string) => OptionsFound;
  /** @param type of its answers; undefined where it is chosen from */
  readonly initialOf: (
    item: JsonObject,
    pointer: string,
    type: AnswerType | undefined,
    options: PlanItem['options'],
  ) => readonly AnswerValue[];
  readonly patternOf: (item: JsonObject, pointer: string) => RegExp | undefined;
  /** Is shown each item. */
  readonly onItem?: (item: JsonObject, pointer: string) => void;
}

/**
 * Reads the items of a form into one list, parents first. What cannot be asked becomes an item of the type `broken`, so that whoever shows the form
 * can say so where it stands; what stands below it is not asked either.
 */
export function readItems(
  questionnaire: JsonObject,
  issues: Issue[],
  { optionsOf, initialOf, patternOf, onItem }: ItemReaders,
): ItemsRead {
  const items: ItemDraft[] = [];
  let count = 0;
  const byLinkId = new Map<string, number>();

  const readList = (list: unknown, pointer: string, parent: number): readonly number[] => {
    if (list === undefined) return [];
    if (!Array.isArray(list)) {
      issues.push({ code: 'not-an-item', pointer });
      return [];
    }
    return list.flatMap((each: unknown, index) => {
      const at = pointerTo(pointer, index);
      if (isObject(each)) return [readItem(each, at, parent)];
      issues.push({ code: 'not-an-item', pointer: at });
      return [];
    });
  };

  const readItem = (item: JsonObject, pointer: string, parent: number): number => {
    // Its place is taken before its children come.
    const index = count++;
    const type = typeOf(item, pointer, byLinkId, issues);
    const linkId = stringOf(item['linkId']) ?? '';
    if (type !== 'broken') byLinkId.set(linkId, index);
    onItem?.(item, pointer);
    const below = pointerTo(pointer, 'item');
    if (type === 'display' && item['item'] !== undefined) {
      issues.push({ code: 'misplaced-items', pointer: below });
    }
    const children = type === 'broken' || type === 'display' ? [] : readList(item['item'], below, index);
    items[index] = draft(item, { index, linkId, type, parent, pointer }, children);
    return index;
  };

  type Place = Pick<ItemDraft, 'index' | 'linkId' | 'type' | 'parent' | 'pointer'>;

  const draft = (item: JsonObject, place: Place, children: readonly number[]): ItemDraft => {
    const { type, pointer } = place;
    const isChoice = type === 'choice' || type === 'open-choice';
    const isAsked = type !== 'display' && type !== 'broken';
    const options = isAsked && type !== 'group' ? optionsOf(item, pointer) : {};
    if (type === 'choice' && !options.options && options.valueSet === undefined) {
      issues.push({ code: 'missing-options', pointer });
    }
    const valueType = valueTypes[type];
    const pattern = patternOf(item, pointer);
    const control = extensionCode(item, 'itemControl');
    const repeats = isAsked && item['repeats'] === true;
    const maxOccurs = extensionNumber(item, 'maxOccurs');
    return {
      ...place,
      children,
      definition: item,
      ...(valueType && { valueType }),
      isRequired: isAsked && item['required'] === true,
      repeats,
      isReadOnly: item['readOnly'] === true,
      isHidden: extensionValue(item, 'hidden')?.value === true,
      minOccurs: isAsked ? (extensionNumber(item, 'minOccurs') ?? 0) : 0,
      maxOccurs: repeats ? (maxOccurs ?? Infinity) : 1,
      limits: { ...readLimits(item), ...(pattern && { pattern }) },
      ...options,
      unitOptions: unitsOf(item),
      ...(control !== undefined && { control }),
      initial: isAsked ? initialOf(item, pointer, isChoice ? undefined : valueType, options.options) : [],
    };
  };

  const roots = readList(questionnaire['item'], '/item', -1);
  return { items, roots, byLinkId };
}

function typeOf(item: JsonObject, pointer: string, taken: ReadonlyMap<string, number>, issues: Issue[]): ItemType {
  const { linkId, type } = item;
  const broken = (code: Issue['code'], detail: unknown) => {
    issues.push({ code, pointer, detail: JSON.stringify(detail) ?? 'None' });
    return 'broken' as const;
  };
  if (typeof linkId !== 'string' || linkId === '') return broken('missing-link-id', linkId);
  if (taken.has(linkId)) return broken('duplicate-link-id', linkId);
  if (typeof type !== 'string' || !known.has(type)) return broken('unknown-type', type);
  return type as ItemType;
}

function unitsOf(item: JsonObject): readonly Coding[] {
  return [...extensionsOf(item, 'unit'), ...extensionsOf(item, 'unitOption')].flatMap((extension) => {
    const coding = extension['valueCoding'];
    return isObject(coding) ? [coding] : [];
  });
}
