import { readValue } from '../fhir/answer-value.ts';
import { extensionNumber, extensionValue } from '../fhir/extensions.ts';
import { objectsOf, pointerTo, type JsonObject } from '../fhir/json.ts';
import type { Issue } from './issues.ts';
import type { Option } from './plan.ts';

/** The options that an item lists itself (`answerOption`); undefined where it lists none. */
export function listedOptions(item: JsonObject, pointer: string, issues: Issue[]): readonly Option[] | undefined {
  const listed = item['answerOption'];
  if (!Array.isArray(listed)) return undefined;
  return listed.flatMap((entry, index) => {
    const [option] = objectsOf([entry]);
    const value = option && readValue(option);
    if (!option || !value) {
      issues.push({ code: 'bad-option', pointer: pointerTo(pointer, 'answerOption', index) });
      return [];
    }
    const isWhole = typeof value.value === 'object';
    const element = isWhole ? 'display' : (Object.keys(option).find((key) => key.startsWith('value')) ?? 'value');
    const holder: JsonObject = isWhole ? { ...value.value } : { ...option, [element]: String(value.value) };
    return [
      {
        value,
        label: { holder, element },
        ...optionParts([option, isWhole ? value.value : undefined]),
        isExclusive: extensionValue(option, 'optionExclusive')?.value === true,
        isInitiallySelected: option['initialSelected'] === true,
      },
    ];
  });
}

/** What stands before an option's text, and its points, by the first that has them. */
export function optionParts(holders: readonly unknown[]): { prefix?: string; weight?: number } {
  const prefix = holders.map((each) => extensionValue(each, 'optionPrefix')?.value).find((each) => each !== undefined);
  const weight = holders
    .map((each) => extensionNumber(each, 'ordinalValue') ?? extensionNumber(each, 'itemWeight'))
    .find((each) => each !== undefined);
  return { ...(typeof prefix === 'string' && { prefix }), ...(weight !== undefined && { weight }) };
}
