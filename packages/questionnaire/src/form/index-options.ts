import type { AnswerValue } from '../fhir/answer-value.ts';
import type { Option, Plan } from '../plan/plan.ts';
import { indexed } from './find-option.ts';

/**
 * Lets a plan's options be found without a look at each of them: for who checks answers that others have written, of which there may be thousands, to forms that may have tens of thousands of options.
 */
export function indexOptions({ items }: Plan): void {
  for (const { options } of items) if (options && !indexed.has(options)) indexed.set(options, alikeIn(options));
}

function alikeIn(options: readonly Option[]): (value: AnswerValue) => readonly Option[] {
  const byKey = new Map<unknown, Option[]>();
  for (const option of options) {
    const key = keyOf(option.value);
    const others = byKey.get(key);
    if (others) others.push(option);
    else byKey.set(key, [option]);
  }
  return (value) => byKey.get(keyOf(value)) ?? [];
}

/** What answers that are the same have in common. */
function keyOf({ type, value }: AnswerValue): unknown {
  switch (type) {
    case 'Coding':
      return value.code === undefined ? value.display : `${value.system} ${value.code}`;
    case 'Reference':
      return value.reference;
    case 'Attachment':
      return value.url;
    case 'Quantity':
      return type;
    case 'date':
    case 'dateTime':
      // With a time it may be written in another zone.
      return value.length > 10 ? 'dateTime' : value;
    case 'time':
      return value.slice(0, 5);
    default:
      return value;
  }
}
