import { rawExtensionValue } from '../fhir/extensions.ts';
import { pointerTo, type JsonObject } from '../fhir/json.ts';
import type { Issue } from './issues.ts';
import { whyUnsafe } from './safe-pattern.ts';

/** Characters. */
const longestPattern = 300;

/** Reads the pattern that an item's answers have to keep to; one that may run without an end is left out and told of. */
export function readPattern(item: JsonObject, pointer: string, issues: Issue[]): RegExp | undefined {
  const source = rawExtensionValue(item, 'regex');
  if (source === undefined) return undefined;
  const refuse = (detail: string) => {
    issues.push({ code: 'bad-pattern', pointer: pointerTo(pointer, 'extension'), detail });
    return undefined;
  };
  if (typeof source !== 'string' || source.length > longestPattern) return refuse('length');
  const reason = whyUnsafe(source);
  if (reason !== undefined) return refuse(reason);
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    return refuse('syntax');
  }
}
